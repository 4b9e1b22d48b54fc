"""The variable is printed by a program in another language than the shell's.

It stood among the arguments of an interpreter, which was taken for a program that prints nothing.
"""

import pytest

from tests.unit.policy.builders import WITH_GRANT, a_container, a_pod, from_secret, judge, rules


def judged(argv: list[str]) -> list[str]:
    """Judge a command, or the arguments of an image whose entrypoint is an interpreter."""
    container = a_container(env=[from_secret("CUSTOMER_EMAIL")])
    container["args" if argv[0].startswith("-") else "command"] = argv

    return rules(judge(a_pod(container), WITH_GRANT))


@pytest.mark.parametrize(
    "argv",
    [
        ["uv", "run", "python", "-c", "import os; print(os.environ['CUSTOMER_EMAIL'])"],
        ["python", "-c", "import os;print(os.environ['CUSTOMER_EMAIL'])"],
        ["python3.11", "-c", "import os\nprint(os.getenv('CUSTOMER_EMAIL'))"],
        ["python", "-uc", "import os;print(os.environ)"],
        ["python", "-c", "print('$(CUSTOMER_EMAIL)')"],
        ["python3", "-c", "from os import *; print(environ.get('CUSTOMER_EMAIL'))"],
        ["python", "-c", "import os,sys; sys.stderr.write(os.environ['CUSTOMER_EMAIL'])"],
        ["python", "-c", "import os; raise Exception(os.environ['CUSTOMER_EMAIL'])"],
        ["python", "-c", "import os; os.system('echo $CUSTOMER_EMAIL')"],
        ["python", "-c", "import os; os.system('env')"],
        ["python", "-c", "import subprocess; subprocess.run(['sh','-c','echo $CUSTOMER_EMAIL'])"],
        ["python", "-c", "import os; os.execvp('sh',['sh','-c','echo $CUSTOMER_EMAIL'])"],
        ["python", "-c", "import sys; print(sys.argv[1])", "$(CUSTOMER_EMAIL)"],
        ["python", "-c", "import os\nfor k,v in os.environ.items():\n  print(k,v)"],
        ["perl", "-e", "print $ENV{CUSTOMER_EMAIL}"],
        ["perl", "-E", "say $ENV{'CUSTOMER_EMAIL'}"],
        ["perl", "-le", "print for values %ENV"],
        ["perl", "-e", 'foreach (sort keys %ENV) { print "$_=$ENV{$_}\\n"; }'],
        ["ruby", "-e", "puts ENV['CUSTOMER_EMAIL']"],
        ["ruby", "-e", "puts 'mail', ENV['CUSTOMER_EMAIL']"],
        ["python", "-c", "import os; print('a' + os.environ['CUSTOMER_EMAIL'])"],
        ["ruby", "-e", "p ENV.to_h"],
        ["ruby", "-e", "puts ENV.fetch('CUSTOMER_EMAIL')"],
        ["ruby", "-e", "puts `env`"],
        ["node", "-e", "console.log(process.env.CUSTOMER_EMAIL)"],
        ["node", "-p", "process.env.CUSTOMER_EMAIL"],
        ["node", "-pe", "process.env['CUSTOMER_EMAIL']"],
        ["node", "--eval", "const {CUSTOMER_EMAIL}=process.env; console.log(CUSTOMER_EMAIL)"],
        ["nodejs", "-e", "process.stdout.write(process.env.CUSTOMER_EMAIL)"],
        ["php", "-r", "echo getenv('CUSTOMER_EMAIL');"],
        ["php", "-r", "print_r($_ENV);"],
        ["php", "-r", "phpinfo();"],
        ["php", "-i"],
        ["pwsh", "-c", "$env:CUSTOMER_EMAIL"],
        ["pwsh", "-Command", "Write-Host $env:CUSTOMER_EMAIL"],
        ["lua", "-e", "print(os.getenv('CUSTOMER_EMAIL'))"],
        ["deno", "eval", "console.log(Deno.env.get('CUSTOMER_EMAIL'))"],
        ["-c", "import os; print(os.environ['CUSTOMER_EMAIL'])"],
        ["-e", "console.log(process.env.CUSTOMER_EMAIL)"],
        ["sh", "-c", "python - <<'X'\nimport os\nprint(os.environ['CUSTOMER_EMAIL'])\nX"],
        ["sh", "-c", "echo \"import os; print(os.environ['CUSTOMER_EMAIL'])\" > /t.py; python /t.py"],
        ["sh", "-c", "python3 -c \"print('$CUSTOMER_EMAIL')\""],
        ["sh", "-c", "echo $CUSTOMER_EMAIL | python -c 'import sys; print(sys.stdin.read())'"],
        ["sh", "-c", "echo $CUSTOMER_EMAIL | perl -pe 's/a/b/'"],
        ["sh", "-c", "perl -ne 'print' <<< $CUSTOMER_EMAIL"],
        ["sh", "-c", "X=$(python -c \"import os; print(os.environ['CUSTOMER_EMAIL'])\"); echo $X"],
    ],
)
def test_it_is_followed(argv: list[str]) -> None:
    assert judged(argv) == ["EnvLogged"]


@pytest.mark.parametrize(
    "argv",
    [
        ["python", "-c", "import os; connect(os.environ['CUSTOMER_EMAIL'])"],
        ["python", "-c", "import os; print('starting'); connect(os.environ['CUSTOMER_EMAIL'])"],
        ["python", "-c", "from os import environ; print(\"ok\")\nconnect(environ['CUSTOMER_EMAIL'])"],
        ["python", "-c", "import os,subprocess; subprocess.run(['x'], env=os.environ); print(f'{1+1}')"],
        ["python", "-c", "print(1+1)"],
        ["python", "-c", "import os; p = os.environ['CUSTOMER_EMAIL']; message(p)"],
        ["python", "app.py", "--mail", "$(CUSTOMER_EMAIL)"],
        ["python", "-m", "http.server"],
        ["python", "-c", "import os; open('/etc/x','w').write(os.environ['CUSTOMER_EMAIL'])"],
        ["python", "manage.py", "migrate", "-c", "x"],
        ["node", "-e", "require('./x').send(process.env.CUSTOMER_EMAIL)"],
        ["node", "server.js", "$(CUSTOMER_EMAIL)"],
        ["node", "-e", "const {E}=process.env; require('x')(E).then(()=>console.log('done'))"],
        ["node", "-r", "dotenv/config", "server.js"],
        ["ruby", "-e", "send(ENV['CUSTOMER_EMAIL'])"],
        ["php", "-r", "mail(getenv('CUSTOMER_EMAIL'), 'a', 'b');"],
        ["perl", "-pi", "-e", "s/x/$ENV{CUSTOMER_EMAIL}/g", "/etc/x"],
        ["perl", "-i.orig", "-pe", "s/x/$ENV{CUSTOMER_EMAIL}/", "f"],
        ["perl", "-e", "send($ENV{CUSTOMER_EMAIL})"],
        ["sh", "-c", "python -c \"connect('$CUSTOMER_EMAIL')\""],
        ["sh", "-c", "python -c \"import os; print(os.environ['CUSTOMER_EMAIL'])\" > /dev/null"],
        ["sh", "-c", "X=$(python -c \"import os; print(os.environ['CUSTOMER_EMAIL'])\"); ./run $X"],
    ],
)
def test_ordinary_ones_are_let_be(argv: list[str]) -> None:
    assert judged(argv) == []
