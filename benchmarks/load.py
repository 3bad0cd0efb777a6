"""How the server bears a crowd: many people at once, over plain HTTP or over the page's queue."""

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import click
import httpx

_ROOT = Path(__file__).resolve().parent.parent
_QUESTIONS = _ROOT / "tests" / "questions" / "seeds.jsonl"
_STARTING = 300  # seconds that the server may take to be ready

Ask = Callable[[httpx.Client, str, list[str]], dict[str, Any]]


@click.command()
@click.option("--people", default=50, show_default=True, help="How many ask at the same time.")
@click.option("--each", default=10, show_default=True, help="Questions of each, one by one.")
@click.option("--queue", is_flag=True, help="Ask by the queue that the page uses.")
def main(people: int, each: int, queue: bool) -> None:
    """Print the machine, the errors, and the seconds to an answer over loopback, waits included."""
    ask, way = (_by_queue, "the page's queue") if queue else (_by_rest, "POST /api/ask")
    lines = _QUESTIONS.read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    with _server() as address:
        with httpx.Client(base_url=address, timeout=120, trust_env=False) as first:
            ask(first, questions[0]["question"], [])  # not counted: it loads what is loaded late

        def person(number: int) -> list[float | str]:
            with httpx.Client(base_url=address, timeout=120, trust_env=False) as client:
                mine = (questions[(number * each + i) % len(questions)] for i in range(each))
                return [_timed(ask, client, one["question"], one["history"]) for one in mine]

        began = time.perf_counter()
        with ThreadPoolExecutor(people) as crowd:
            outcomes = [one for each_of in crowd.map(person, range(people)) for one in each_of]
        seconds = time.perf_counter() - began
    _tell(f"{people} people, {each} questions each, by {way}", outcomes, seconds)


def _timed(ask: Ask, client: httpx.Client, question: str, history: list[str]) -> float | str:
    began = time.perf_counter()
    try:
        answer = ask(client, question, history)
        assert isinstance(answer["answered"], bool)
    except Exception as error:  # whatever goes wrong is an error of this answer, and is told
        return f"{type(error).__name__}: {error}"[:120]
    return time.perf_counter() - began


def _by_rest(client: httpx.Client, question: str, history: list[str]) -> dict[str, Any]:
    answer = client.post("/api/ask", json={"question": question, "history": history})
    fields: dict[str, Any] = answer.raise_for_status().json()
    return fields


def _by_queue(client: httpx.Client, question: str, history: list[str]) -> dict[str, Any]:
    joined = client.post("/gradio_api/call/ask", json={"data": [question, history, 8, None]})
    event = joined.raise_for_status().json()["event_id"]
    with client.stream("GET", f"/gradio_api/call/ask/{event}") as told:
        lines = told.iter_lines()
        for line in lines:
            if line == "event: complete":
                fields: dict[str, Any] = json.loads(next(lines).removeprefix("data: "))[0]
                return fields
            if line == "event: error":
                raise RuntimeError(next(lines))
    raise RuntimeError("the queue ended without an answer")


@contextmanager
def _server() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as store:
        command = [sys.executable, str(_ROOT / "app.py"), "--port", str(port), "--store", store]
        variables = {**os.environ, "RAG_RATE_LIMIT": "off"}
        process = subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL)
        try:
            _wait(process, address)
            yield address
        finally:
            process.terminate()
            process.wait(30)


def _wait(process: "subprocess.Popen[bytes]", address: str) -> None:
    end = time.monotonic() + _STARTING
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(f"{address}/healthz", timeout=_STARTING, trust_env=False).raise_for_status()
            return
        except httpx.TransportError:
            time.sleep(0.2)
    raise click.ClickException("the server did not start")


def _tell(what: str, outcomes: list[float | str], seconds: float) -> None:
    taken = sorted(one for one in outcomes if isinstance(one, float))
    errors = [one for one in outcomes if isinstance(one, str)]
    click.echo(f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}")
    click.echo(f"{what}: {len(errors)} errors, {len(taken) / seconds:.1f} questions/s")
    for error in islice(errors, 3):
        click.echo(f"  {error}")
    if len(taken) > 1:
        p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1]
        click.echo(
            f"an answer took p50 {statistics.median(taken):.2f} s, p95 {p95:.2f} s, "
            f"at most {taken[-1]:.2f} s"
        )


def _processor() -> str:
    try:
        told = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        return next(line for line in told.splitlines() if "model name" in line).split(": ")[1]
    except (OSError, StopIteration):
        return platform.processor() or platform.machine()


if __name__ == "__main__":
    main()
