# The few commands one needs. Each runs in the environment that `just test` makes (BPRKIT_VENV, else .venv).

set positional-arguments

venv := env("BPRKIT_VENV", ".venv")
bin := venv / "bin"

# List the commands
default:
    @just --list

# Mine the example log, or a log of your own: just mine log.csv --lang ja
mine *arguments:
    ./scripts/mine "$@"

# Lint, types, one-way imports, tests: what CI runs. just test -k xes
test *arguments:
    ./scripts/test "$@"

# Lint and types alone
lint:
    {{ bin }}/ruff check
    {{ bin }}/ruff format --check
    {{ bin }}/mypy
    {{ bin }}/lint-imports

# Put the code in order
format:
    {{ bin }}/ruff check --fix
    {{ bin }}/ruff format

# Write the generated parts of the docs anew: command reference and pictures
docs:
    {{ bin }}/python scripts/cli_reference.py
    {{ bin }}/python scripts/pictures.py

# Run a benchmark: just bench speed --events 1e6
bench *arguments:
    {{ bin }}/python benchmarks/run.py "$@"
