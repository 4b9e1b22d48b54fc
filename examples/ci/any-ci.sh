#!/bin/sh
# For any CI that runs a shell: the exit code decides, the files are for whatever reads them.
#   0 clean, 1 something was found or could not be read, 2 a wrong option, 3 a fault of Privet's own
set -eu

# Once, to begin with what is there already, and then committed:
#   privet scan deploy --baseline .privet-baseline.json --write-baseline

# The pods of a review: judged by the platform's policies, as the webhook will.
if [ -d policies ]; then
    privet scan deploy --policies policies --format json --output privet.json
else
    privet scan deploy --format json --output privet.json
fi
