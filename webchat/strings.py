"""Every word that the page says, in one place; nothing in here comes from an article."""

NAME = "Hỏi Báo"
WELCOME = "trích nguyên văn từ {articles} bài báo"
PLACEHOLDER = (
    "**Bạn muốn biết điều gì?**\n\n"
    "Hỏi bằng tiếng Việt, có dấu hay không dấu. Mỗi câu trả lời là lời trích nguyên văn, "
    "bấm vào nguồn để mở bài báo ở đúng chỗ ấy."
)
QUESTION_LABEL = "Câu hỏi của bạn"
QUESTION_PLACEHOLDER = "Nhập câu hỏi…"
ASK = "Hỏi"
NEW_CONVERSATION = "Cuộc hỏi mới"
CONVERSATION = "Cuộc trò chuyện"
TITLE_EXAMPLE = "Bài “{title}” viết gì?"

UNDERSTOOD = "Hiểu là: {asked}"
QUOTES = "Trích nguyên văn"
CITATION_HINT = "Mở bài ở đúng chỗ này"
NEAREST = "Những đoạn gần nhất trong kho bài:"
CERTAINTY = "Độ tin cậy: {percent} %"
CERTAIN, FAIRLY_CERTAIN, UNCERTAIN = "chắc chắn", "khá chắc", "chưa chắc"
MILLISECONDS = "{n} ms"

TOO_LONG = "Câu hỏi dài {n} ký tự, nhiều nhất là {most}: hãy rút ngắn rồi hỏi lại."
STORE_TROUBLE = "Kho bài đang gặp trục trặc nên chưa trả lời được. Hãy thử lại sau ít phút."
TROUBLE = "Có lỗi trong chương trình nên chưa trả lời được. Hãy thử lại."

READER = "Bài báo"
CLOSE = "Đóng bài"
OPENING = "Đang mở bài…"
ORIGINAL = "Mở bài gốc"
NO_TITLE = "(Bài không có tiêu đề)"
RELATED = "Tin liên quan trên trang này"
GONE = "Bài này không còn trong kho bài."
CHANGED = "Bài này đã thay đổi từ lúc được trích; hãy hỏi lại để có lời trích mới."
BAD_CITATION = "Liên kết trích dẫn này không đúng."
UNREACHABLE = "Không mở được bài: máy chủ không trả lời. Hãy thử lại."

# Words of Gradio's own that its translations know under a key.
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
    "chat_interface.chatbot": CONVERSATION,
    "chat_interface.conversation": CONVERSATION,
    "chat_interface.message_placeholder": QUESTION_PLACEHOLDER,
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
    "chatbot conversation": CONVERSATION,
    "Scroll down": "Xuống cuối",
    "Scroll to bottom": "Xuống cuối",
    "Submit": ASK,
    "Dismiss": "Bỏ qua",
    "Close": "Đóng",
    "processing": "đang tìm",
}
