"""Every word that the page says, in both languages, in one place; none comes from an article."""

from typing import Literal, TypeAlias

Language: TypeAlias = Literal["vi", "en"]


class _Said:
    """One sentence in both languages; an instance of `Words` gives it in its own."""

    def __init__(self, vi: str, en: str) -> None:
        self._by_language = {"vi": vi, "en": en}

    def __get__(self, words: "Words", _: type["Words"]) -> str:
        return self._by_language[words.language]


class Words:
    """The words of one language, by name."""

    def __init__(self, language: Language) -> None:
        self.language = language

    # ── the room ──
    name = _Said("Hỏi Báo", "Hỏi Báo")
    welcome = _Said("trích nguyên văn từ {articles} bài báo", "verbatim from {articles} articles")
    chat_tab = _Said("Hỏi đáp", "Ask")
    corpus_tab = _Said("Kho bài", "Articles")
    map_tab = _Said("Bản đồ", "Map")
    other_language = _Said("English", "Tiếng Việt")

    # ── asking ──
    placeholder = _Said(
        "**Bạn muốn biết điều gì?**\n\n"
        "Hỏi bằng tiếng Việt, có dấu hay không dấu. Mỗi câu trả lời là lời trích nguyên văn, "
        "bấm vào nguồn để mở bài báo ở đúng chỗ ấy.",
        "**What would you like to know?**\n\n"
        "Ask in Vietnamese, with or without accents. Every answer is quoted word for word; "
        "choose a source to open the article at that very place.",
    )
    question_label = _Said("Câu hỏi của bạn", "Your question")
    question_placeholder = _Said("Nhập câu hỏi…", "Type a question in Vietnamese…")
    ask = _Said("Hỏi", "Ask")
    new_conversation = _Said("Cuộc hỏi mới", "New conversation")
    conversation = _Said("Cuộc trò chuyện", "Conversation")
    title_example = _Said("Bài “{title}” viết gì?", "Bài “{title}” viết gì?")

    # ── an answer ──
    understood = _Said("Hiểu là: {asked}", "Understood as: {asked}")
    quotes = _Said("Trích nguyên văn", "Word for word")
    citation_hint = _Said("Mở bài ở đúng chỗ này", "Open the article at this place")
    nearest = _Said("Những đoạn gần nhất trong kho bài:", "The nearest passages:")
    certainty = _Said("Độ tin cậy: {percent} %", "Confidence: {percent} %")
    certain = _Said("chắc chắn", "certain")
    fairly_certain = _Said("khá chắc", "fairly certain")
    uncertain = _Said("chưa chắc", "uncertain")
    milliseconds = _Said("{n} ms", "{n} ms")
    too_long = _Said(
        "Câu hỏi dài {n} ký tự, nhiều nhất là {most}: hãy rút ngắn rồi hỏi lại.",
        "The question has {n} characters, at most {most} are possible: shorten it and ask again.",
    )
    store_trouble = _Said(
        "Kho bài đang gặp trục trặc nên chưa trả lời được. Hãy thử lại sau ít phút.",
        "The articles can't be read just now. Try again in a few minutes.",
    )
    trouble = _Said(
        "Có lỗi trong chương trình nên chưa trả lời được. Hãy thử lại.",
        "Something went wrong, so there is no answer yet. Try again.",
    )

    # ── the article ──
    reader = _Said("Bài báo", "Article")
    close = _Said("Đóng bài", "Close the article")
    opening = _Said("Đang mở bài…", "Opening…")
    original = _Said("Mở bài gốc", "Original page")
    no_title = _Said("(Bài không có tiêu đề)", "(Untitled article)")
    related = _Said("Tin liên quan trên trang này", "Related news on the same page")
    gone = _Said("Bài này không còn trong kho bài.", "This article is no longer here.")
    changed = _Said(
        "Bài này đã thay đổi từ lúc được trích; hãy hỏi lại để có lời trích mới.",
        "This article has changed since it was quoted; ask again for a new quote.",
    )
    bad_citation = _Said("Liên kết trích dẫn này không đúng.", "This citation is not valid.")
    unreachable = _Said(
        "Không mở được bài: máy chủ không trả lời. Hãy thử lại.",
        "The article can't be opened: the server does not answer. Try again.",
    )


VI, EN = Words("vi"), Words("en")
BOTH: dict[Language, Words] = {"vi": VI, "en": EN}

# Words of Gradio's own that its translations know under a key; it has none in Vietnamese.
GRADIO_KEYS = {
    "chatbot.edit": "Sửa",
    "chatbot.retry": "Hỏi lại",
    "chatbot.undo": "Bỏ câu cuối",
    "chatbot.submit": "Gửi",
    "chatbot.cancel": "Thôi",
    "chatbot.like": "Đúng",
    "chatbot.dislike": "Không đúng",
    "chatbot.clear": "Xoá cuộc hỏi",
    "chatbot.complete": "Xong",
    "chatbot.copy_message": "Chép",
    "chatbot.copied_message": "Đã chép",
    "chat_interface.chatbot": VI.conversation,
    "chat_interface.conversation": VI.conversation,
    "chat_interface.message_placeholder": VI.question_placeholder,
    "common.clear": "Xoá",
    "common.empty": "Trống",
    "common.error": "Có lỗi",
    "common.loading": "Đang tải",
    "common.or": "hoặc",
    "common.remove": "Bỏ",
    "common.submit": "Gửi",
    "common.undo": "Hoàn tác",
    "blocks.connection_can_break": "Trên điện thoại, kết nối có thể đứt khi máy ngủ.",
    "blocks.long_requests_queue": "Đang có nhiều người hỏi, hãy chờ một chút.",
    "blocks.lost_connection": "Mất kết nối, đang nối lại…",
    "blocks.waiting_for_inputs": "Đang chờ dữ liệu, hãy thử lại.",
    "errors.contact_page_author": "Hãy báo cho người chạy trang này.",
    "status.queue_position": "Đang chờ: thứ {position} trong {size}",
}
# Words that Gradio's page has fixed in English; page.js replaces them where they appear.
FIXED_WORDS = {
    "This application is currently busy. Please try again.": (
        "Đang có nhiều người hỏi cùng lúc. Hãy thử lại sau ít giây."
    ),
    "Connection errored out.": "Mất kết nối với máy chủ. Hãy thử lại.",
    "Connection to the server was lost. Attempting reconnection...": (
        "Mất kết nối với máy chủ, đang nối lại…"
    ),
    "Error": "Có lỗi",
    "Warning": "Lưu ý",
    "Info": "Thông tin",
    "chatbot conversation": VI.conversation,
    "Scroll down": "Xuống cuối",
    "Scroll to bottom": "Xuống cuối",
    "Submit": VI.ask,
    "Dismiss": "Bỏ qua",
    "Close": "Đóng",
    "processing": "đang tìm",
}
