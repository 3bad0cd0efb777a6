"""The Model Context Protocol, spoken by the SDK's own client with a real server."""

from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from chats import ROOT, chat_over, run_async
from mcp import Client, MCPError

QUESTION = "Chủ tịch Hội Chữ thập đỏ tỉnh Lạng Sơn là ai?"
ARTICLE = "001_223f45bc4153651f"


@pytest.fixture(scope="module")
def speaking(tmp_path_factory):
    """A chat that speaks MCP, and lets a client ask eight times."""
    folder = tmp_path_factory.mktemp("mcp")
    with chat_over(ROOT / "seeds", folder, flags=["--mcp"], RAG_RATE_LIMIT="8/hour") as running:
        yield running


def call(chat, tool, mode="auto", **arguments):
    async def called():
        async with Client(f"{chat.url}/mcp", mode=mode) as client:
            return await client.call_tool(tool, arguments)

    return run_async(called)


def test_the_tools_say_what_they_take_and_give(speaking):
    async def listed():
        async with Client(f"{speaking.url}/mcp") as client:
            return (await client.list_tools()).tools

    tools = {tool.name: tool for tool in run_async(listed)}
    assert set(tools) == {"ask", "search", "article", "articles"}
    for tool in tools.values():
        assert tool.description
        taken = tool.input_schema["properties"]
        assert all(field["description"] for field in taken.values()), tool.name
        given = tool.output_schema["properties"]
        assert all(field["description"] for field in given.values()), tool.name
        assert tool.annotations.read_only_hint


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_ask_gives_quotes_that_stand_in_their_articles(speaking, mode):
    answer = call(speaking, "ask", mode, question=QUESTION).structured_content
    assert answer["answered"] is True
    quote = answer["quotes"][0]
    article = call(speaking, "article", article_id=quote["article_id"]).structured_content
    assert article["text"][quote["start"] : quote["end"]] == quote["text"]


def test_search_and_articles(speaking):
    found = call(speaking, "search", question=QUESTION, k=2, articles=[ARTICLE])
    assert len(found.structured_content["passages"]) == 2
    listed = call(speaking, "articles", contains="doi ngoai").structured_content
    assert [article["id"] for article in listed["articles"]] == [ARTICLE]


def test_what_can_not_be_done_is_told_to_the_caller(speaking):
    refused = call(speaking, "article", article_id="no/such")
    assert refused.is_error
    assert "no article 'no/such'" in refused.content[0].text


@pytest.mark.parametrize(
    ("host", "status"), [("elsewhere.example:80", 421), ("localhost:80", 406), ("[::1]", 406)]
)
def test_only_the_names_of_this_machine_are_answered(speaking, host, status):
    headers = {"host": host, "content-type": "application/json"}  # and no "accept"
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(f"{speaking.url}/mcp", b"{}", headers), timeout=20)
    assert caught.value.code == status


def test_a_stream_is_not_opened(speaking):
    with pytest.raises(HTTPError) as caught:
        urlopen(f"{speaking.url}/mcp", timeout=20)
    assert caught.value.code == 405


def test_calls_count_as_questions(speaking):
    with pytest.raises((MCPError, ExceptionGroup)):
        for _ in range(8):
            call(speaking, "ask", question=QUESTION)
    # Whom a request was forwarded for is not believed of just anybody.
    told = {"content-type": "application/json", "x-forwarded-for": "192.0.2.9"}
    with pytest.raises(HTTPError) as caught:
        urlopen(Request(f"{speaking.url}/api/ask", b'{"question": "ai?"}', told), timeout=20)
    assert caught.value.code == 429


def test_without_the_flag_there_is_no_mcp(chat):
    request = Request(f"{chat.url}/mcp", b"{}", {"content-type": "application/json"})
    with pytest.raises(HTTPError) as caught:
        urlopen(request, timeout=20)
    assert caught.value.code in (404, 405)
