"""Every word that the page says, in both languages, in one place; none comes from an article."""

from typing import Literal, TypeAlias

from rag import answering
from rag.dialogue import small_talk
from rag.labels import SECTION_LABELS
from vectorstore.articles import SectionKind

Language: TypeAlias = Literal["vi", "en"]


class _Said:
    """One sentence in both languages; an instance of `Words` gives it in its own."""

    def __init__(self, vi: str, en: str) -> None:
        self._by_language = {"vi": vi, "en": en}

    def __get__(self, words: "Words", _: type["Words"]) -> str:
        return self._by_language[words.language]


_SECTIONS_IN_ENGLISH: dict[SectionKind, str] = {
    "title": "title",
    "lead": "lead",
    "body": "text",
    "caption": "caption",
    "byline": "author, source",
    "teaser": "related news on the same page",
}
_REPLIES_IN_ENGLISH = {
    answering.NO_ANSWER: "The articles don't say.",
    answering.NO_QUESTION: "Please ask a question about the articles.",
    small_talk.GREETING: "Hello! Ask in Vietnamese about what the articles say: who, what, when, "
    "where, how many…",
    small_talk.THANKS: "Glad to help. Whenever you look for something in the articles, just ask.",
    small_talk.ABOUT: "This is Hỏi Báo: you ask in Vietnamese, and the answer is quoted word for "
    "word from the articles.",
    small_talk.SUM: "Hỏi Báo does not calculate, it only quotes articles. Ask about something in "
    "them.",
    small_talk.NOW: "Hỏi Báo knows neither today's date nor the weather, only what the articles "
    "say.",
    small_talk.CODE: "Hỏi Báo neither writes nor runs code. Ask about what the articles say.",
    small_talk.REQUEST: "Hỏi Báo neither writes nor translates, it only quotes articles.",
    small_talk.UNREADABLE: "No article has these words. Ask in Vietnamese about what the articles "
    "say.",
}
_JUDGEMENTS = {
    "like": ("Đúng", "right"),
    "sai câu": ("Sai câu", "the wrong sentence"),
    "sai bài": ("Sai bài", "the wrong article"),
    "thiếu": ("Thiếu", "incomplete"),
    "không nên trả lời": ("Không nên trả lời", "better left unanswered"),
}


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
    searching = _Said("Đang tìm…", "Searching…")
    found = _Said(
        "Thấy {passages} đoạn trong {articles} bài, đang đọc…",
        "Found {passages} passages in {articles} articles, reading…",
    )

    # ── where to look ──
    scope_label = _Said("Giới hạn nơi tìm", "Where to look")
    scope_choice = _Said("Chỉ trong những bài này", "Only in these articles")
    own_text = _Said("Bỏ qua tin liên quan", "Without related news")
    since = _Said("Từ ngày", "From")
    until = _Said("Đến ngày", "To")
    scope = _Said("Chỉ tìm: {limits}", "Looked only: {limits}")
    scope_articles = _Said("trong {n} bài đã chọn", "in {n} chosen articles")
    scope_since = _Said("từ {day}", "from {day}")
    scope_until = _Said("đến {day}", "to {day}")

    # ── an answer ──
    understood = _Said("Hiểu là: {asked}", "Understood as: {asked}")
    ask_alone = _Said("Hỏi riêng câu này", "Ask this question by itself")
    quotes = _Said("Trích nguyên văn", "Word for word")
    citation_hint = _Said("Mở bài ở đúng chỗ này", "Open the article at this place")
    looked_for = _Said("Đã tìm: “{asked}”", "Looked for: “{asked}”")
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

    again = _Said("Hỏi lại", "Ask again")
    judge = _Said("Bạn thấy câu trả lời này:", "This answer is:")
    judged = _Said("Đã ghi nhận, cảm ơn bạn.", "Noted, thank you.")
    not_kept = _Said("Chưa ghi được ý kiến của bạn.", "Your opinion could not be kept.")

    # ── the conversations ──
    conversations = _Said("Các cuộc hỏi", "Conversations")
    no_conversations = _Said("Chưa có cuộc hỏi nào.", "No conversations yet.")
    kept_in_browser = _Said(
        "Chỉ được giữ trong trình duyệt này, không nằm trên máy chủ.",
        "Kept in this browser only, not on the server.",
    )
    rename = _Said("Đổi tên", "Rename")
    new_name = _Said("Tên mới", "New name")
    delete = _Said("Xoá", "Delete")
    deleted = _Said("Đã xoá cuộc hỏi.", "The conversation was deleted.")
    undo = _Said("Hoàn tác", "Undo")
    close_list = _Said("Đóng danh sách", "Close the list")
    export_markdown = _Said("Tải về Markdown", "Save as Markdown")
    export_json = _Said("Tải về JSON", "Save as JSON")
    print_page = _Said("In", "Print")
    copy_address = _Said("Chép đường dẫn", "Copy link")
    address_copied = _Said("Đã chép đường dẫn.", "Link copied.")
    storage_full = _Said(
        "Trình duyệt không còn chỗ để giữ cuộc hỏi này; hãy xoá bớt cuộc hỏi cũ.",
        "The browser has no room left for this conversation; delete older ones.",
    )
    bad_conversation = _Said(
        "Cuộc hỏi này không đọc lại được.", "This conversation can't be read again."
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
    previous_quote = _Said("Lời trích trước", "Previous quote")
    next_quote = _Said("Lời trích sau", "Next quote")
    quote_of = _Said("Trích dẫn {n}/{all}", "Quote {n} of {all}")
    copy_quote = _Said("Chép lời trích", "Copy quote")
    copied = _Said("Đã chép kèm nguồn.", "Copied with its source.")
    not_copied = _Said("Trình duyệt không cho chép.", "The browser does not allow copying.")
    unreachable = _Said(
        "Không mở được bài: máy chủ không trả lời. Hãy thử lại.",
        "The article can't be opened: the server does not answer. Try again.",
    )

    # ── the map ──
    map_about = _Said(
        "Mỗi dấu là một đoạn trong các bài báo. Những đoạn viết về chuyện giống nhau nằm gần nhau; "
        "bấm vào một dấu để mở bài ở đúng đoạn ấy.",
        "Each mark is a passage of an article. Passages about like things lie close together; "
        "choose one to open its article at that very place.",
    )
    map_sampled = _Said(
        "Để bản đồ dễ đọc, chỉ vẽ {shown} trong số {chunks} đoạn, lấy đều từ các bài.",
        "To keep the map legible, {shown} of the {chunks} passages are drawn, evenly chosen.",
    )
    map_ask_first = _Said(
        "Hãy đặt một câu hỏi ở thẻ “{tab}”: câu hỏi và những đoạn tìm được sẽ hiện trên bản đồ.",
        "Ask a question under “{tab}”: it will be drawn here with the passages it found.",
    )
    map_question = _Said("Câu hỏi:", "Question:")
    map_found = _Said("Những đoạn tìm được cho câu hỏi này", "Passages found for this question")
    map_none = _Said(
        "Không có đoạn nào được tìm cho câu này.", "No passage was looked up for this."
    )
    map_many = _Said(
        "Mỗi bài một màu; vì có {articles} bài nên nhiều bài dùng chung một màu.",
        "Each article has one colour; there are {articles} articles, so several share one.",
    )
    map_picked = _Said("Đoạn đang chọn", "Chosen passage")
    map_drop = _Said("Bỏ chọn", "Put it away")
    map_open = _Said("Mở bài ở đoạn này", "Open the article here")
    map_nearer = _Said("Phóng to", "Zoom in")
    map_farther = _Said("Thu nhỏ", "Zoom out")
    map_whole = _Said("Về toàn cảnh", "Show everything")
    map_label = _Said(
        "Bản đồ các đoạn trong kho bài; danh sách những đoạn tìm được ở ngay bên dưới.",
        "Map of the passages; those that were found are listed below it.",
    )
    map_missing = _Said(
        "Kho bài này chưa có bản đồ: hãy chạy lệnh “python -m vectorstore rebuild” để vẽ. "
        "Việc hỏi đáp vẫn như thường.",
        "There is no map of these articles yet: run “python -m vectorstore rebuild” to draw it. "
        "Questions are answered as ever.",
    )

    # ── the corpus ──
    corpus_title = _Said("Kho bài", "Articles")
    corpus_totals = _Said(
        "{articles} bài · {parts} phần · {chunks} đoạn", "{articles} articles, {chunks} chunks"
    )
    corpus_search = _Said("Tìm tiêu đề, nguồn", "Search title, source")
    corpus_found = _Said("{n} bài", "{n} articles")
    corpus_found_of = _Said("{n} bài khớp “{text}”", "{n} articles match “{text}”")
    corpus_none_found = _Said(
        "Không có bài nào khớp. Hãy thử từ khác, có dấu hay không dấu đều được.",
        "No article matches. Try other words, with or without accents.",
    )
    corpus_table = _Said("Các bài trong kho", "The articles")
    corpus_order = _Said("Sắp theo", "Sort by")
    corpus_by_title = _Said("Tiêu đề", "Title")
    corpus_by_source = _Said("Nguồn", "Source")
    corpus_by_date = _Said("Ngày", "Date")
    corpus_by_length = _Said("Số ký tự", "Characters")
    corpus_by_parts = _Said("Phần", "Parts")
    corpus_by_chunks = _Said("Đoạn", "Chunks")
    corpus_ascending = _Said("tăng dần", "ascending")
    corpus_descending = _Said("giảm dần", "descending")
    corpus_n_length = _Said("{n} ký tự", "{n} characters")
    corpus_n_parts = _Said("{n} phần", "{n} parts")
    corpus_n_chunks = _Said("{n} đoạn", "{n} chunks")
    corpus_page_of = _Said("{from}–{to} trong {n}", "{from}–{to} of {n}")
    corpus_before = _Said("Trang trước", "Previous page")
    corpus_after = _Said("Trang sau", "Next page")
    corpus_choose = _Said("Chọn bài “{title}”", "Select “{title}”")
    corpus_choose_all = _Said("Chọn mọi bài trên trang này", "Select all on this page")
    corpus_chosen = _Said("Đã chọn {n} bài", "{n} selected")
    corpus_choose_none = _Said("Bỏ chọn", "Clear")

    # ── the corpus: the last build ──
    corpus_build = _Said("Lần dựng kho gần nhất", "The last build")
    corpus_build_at = _Said("Lúc", "When")
    corpus_build_articles = _Said("Số bài", "Articles")
    corpus_build_parts = _Said("Số phần", "Parts")
    corpus_build_chunks = _Said("Số đoạn", "Chunks")
    corpus_build_model = _Said("Mô hình", "Model")
    corpus_build_chunk_size = _Said("Đoạn dài nhất", "Longest chunk")
    corpus_build_left_out = _Said("Tệp bị bỏ ra ngoài", "Files left out")
    corpus_build_nothing_left_out = _Said("Không có", "None")

    # ── the corpus: changing it ──
    corpus_read_only = _Said("Bạn đang xem kho ở chế độ chỉ đọc.", "You may read, not change.")
    corpus_password = _Said("Mật khẩu của chủ kho", "The owner’s password")
    corpus_enter = _Said("Mở khoá", "Unlock")
    corpus_leave = _Said("Thôi quyền chủ kho", "Lock again")
    corpus_wrong_password = _Said("Mật khẩu không đúng.", "That is not the password.")
    corpus_many_attempts = _Said(
        "Bạn đã thử quá nhiều lần. Hãy chờ một phút.", "Too many attempts. Wait a minute."
    )
    corpus_add = _Said("Thêm bài", "Add articles")
    corpus_files = _Said("Chọn tệp .txt", "Choose .txt files")
    corpus_drop = _Said("hoặc thả tệp vào đây", "or drop them here")
    corpus_paste = _Said("Hoặc dán nội dung bài", "Or paste an article")
    corpus_paste_hint = _Said(
        "Dòng đầu là tiêu đề, các đoạn cách nhau một dòng trống.",
        "The title first, an empty line between paragraphs.",
    )
    corpus_preview = _Said("Xem trước", "Preview")
    corpus_pasted = _Said("Bài dán vào", "Pasted text")
    corpus_drafts = _Said("Sẽ thêm vào kho", "To be added")
    corpus_drop_draft = _Said("Bỏ bài “{title}”", "Leave out “{title}”")
    corpus_more_parts = _Said("… và {n} phần nữa", "… and {n} more parts")
    corpus_add_n = _Said("Thêm {n} bài vào kho", "Add ({n})")
    corpus_cancel = _Said("Thôi", "Cancel")
    corpus_remove = _Said("Xoá khỏi kho…", "Remove…")
    corpus_remove_n = _Said("Xoá {n} bài khỏi kho?", "Remove {n} articles?")
    corpus_remove_kept = _Said(
        "Tệp được cất sang một bên chứ không mất: bạn có thể hoàn tác.",
        "The files are put aside, not lost: you can undo this.",
    )
    corpus_remove_yes = _Said("Xoá", "Remove")
    corpus_and_more = _Said("… và {n} bài nữa", "… and {n} more")
    corpus_rebuild = _Said("Dựng lại kho", "Rebuild")
    corpus_undo = _Said("Hoàn tác", "Undo")
    corpus_added = _Said("Đã thêm {what}", "Added {what}")
    corpus_removed = _Said("Đã xoá {what}", "Removed {what}")
    corpus_one = _Said("“{title}”", "“{title}”")
    corpus_many = _Said("{n} bài", "{n} articles")
    corpus_doing_add = _Said("Đang thêm bài", "Adding")
    corpus_doing_remove = _Said("Đang xoá bài", "Removing")
    corpus_doing_undo = _Said("Đang hoàn tác", "Undoing")
    corpus_doing_rebuild = _Said("Đang dựng lại kho", "Rebuilding")
    corpus_done_undo = _Said("Đã hoàn tác.", "Undone.")
    corpus_done_rebuild = _Said("Đã dựng lại kho.", "Rebuilt.")
    corpus_progress = _Said("{done} trong {total} bài", "{done} of {total} articles")
    corpus_finishing = _Said("đang kiểm tra", "checking")

    # ── the corpus: what goes wrong ──
    corpus_not_owner = _Said(
        "Chỉ chủ kho mới thay đổi được kho bài.", "Only the owner can change the articles."
    )
    corpus_busy = _Said(
        "Kho bài đang được thay đổi ở nơi khác. Hãy chờ xong rồi thử lại.",
        "The articles are being changed elsewhere. Wait, then try again.",
    )
    corpus_empty = _Said("Không có nội dung bài báo nào.", "There is no article in it.")
    corpus_large = _Said("Bài quá lớn.", "It is too large.")
    corpus_wrong_form = _Said(
        "Chỉ thêm được tệp .txt. Hãy lưu nội dung trang thành văn bản .txt.",
        "Only .txt files can be added. Save the page as text.",
    )
    corpus_not_text = _Said(
        "Không đọc được như văn bản. Hãy lưu lại thành UTF-8.",
        "It can’t be read as text. Save it as UTF-8.",
    )
    corpus_duplicate = _Said("Kho đã có bài này.", "This article is here already.")
    corpus_fixed = _Said(
        "{file}: nhiều bài nằm chung trong tệp này nên trang không sửa được. "
        "Hãy sửa tệp rồi dựng lại kho.",
        "{file}: several articles lie in this file. Change the file itself, then rebuild.",
    )
    corpus_not_there = _Said(
        "Bài này không còn trong thư mục của kho. Hãy dựng lại kho.",
        "The article is no longer in the folder. Rebuild.",
    )
    corpus_refused = _Said(
        "Không thay đổi được kho: kho phải còn ít nhất một bài, và chương trình phải được phép "
        "ghi vào thư mục của kho.",
        "The change is not possible: at least one article must remain, and the folder must be "
        "writable.",
    )
    corpus_store_failed = _Said(
        "Không ghi được kho mới. Kho cũ vẫn còn nguyên; xem nhật ký của máy chủ để biết vì sao.",
        "The new store can’t be written. The old one is whole; the server’s log says why.",
    )
    corpus_many_files = _Said(
        "Mỗi lần thêm nhiều nhất {n} bài.", "At most {n} articles can be added at once."
    )
    corpus_stale_draft = _Said(
        "Bản xem trước đã cũ. Hãy xem trước lại.", "The preview is out of date. Preview again."
    )
    corpus_trouble = _Said(
        "Máy chủ không trả lời. Hãy thử lại.", "The server does not answer. Try again."
    )

    def section(self, kind: SectionKind) -> str:
        """What a part of an article is called."""
        return SECTION_LABELS[kind] if self.language == "vi" else _SECTIONS_IN_ENGLISH[kind]

    def reply(self, text: str) -> str:
        """A reply that is no quote, in this language."""
        return text if self.language == "vi" else _REPLIES_IN_ENGLISH.get(text, text)

    @property
    def judgements(self) -> dict[str, str]:
        """What a reader can say of an answer: the reason as it is kept, and its label."""
        vi = self.language == "vi"
        return {kept: said[0] if vi else said[1] for kept, said in _JUDGEMENTS.items()}


VI, EN = Words("vi"), Words("en")
BOTH: dict[str, Words] = {"vi": VI, "en": EN}
ADDRESSES: dict[str, str] = {"vi": "/", "en": "/en/"}  # where each page is served

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
    "Too many questions in a short time. Please wait a moment and ask again.": (
        "Bạn hỏi hơi nhanh. Hãy chờ một chút rồi hỏi lại."
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
