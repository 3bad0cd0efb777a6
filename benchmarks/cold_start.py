"""How long a question takes from the shell, start-up included: `python -m rag ask`, run anew."""

import statistics
import subprocess
import sys
import time

import click

QUESTION = "chu tich hoi chu thap do tinh lang son la ai"


@click.command()
@click.option("--runs", default=7, show_default=True, help="Counted runs, after one not counted.")
def main(runs: int) -> None:
    """Print the seconds of a whole process: least, median and most."""
    command = [sys.executable, "-m", "rag", "ask", QUESTION, "--json"]
    seconds = []
    for _ in range(runs + 1):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.perf_counter() - began)
    counted = seconds[1:]
    click.echo(
        f"cold ask, {runs} runs: least {min(counted):.2f} s, "
        f"median {statistics.median(counted):.2f} s, most {max(counted):.2f} s"
    )


if __name__ == "__main__":
    main()
