"""What a command line prints: a small abstract interpreter for shell scripts.

It runs a script over texts instead of bytes in which the value of every variable is a mark, and reports whose
marks come out on standard output or standard error. It never runs anything, follows every branch, and knows
just the commands that print, pass on or run others; an unknown program is taken to print nothing.
"""

from privet.policy.shell.commandline import IMAGE, may_print
from privet.policy.shell.interpreter import printed
from privet.policy.shell.scope import Budget, ScriptTooLongError

__all__ = ["IMAGE", "Budget", "ScriptTooLongError", "may_print", "printed"]
