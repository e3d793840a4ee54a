#include "platform/http/message_parser.h"

// The one file that knows Boost.Beast.
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <exception>
#include <functional>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

namespace platform_http {

namespace {

namespace http = boost::beast::http;
using ErrorCode = boost::system::error_code;

// What of a body Beast has not taken yet: at most a line of a chunk's size.
constexpr std::size_t kPendingBytes = 4 * 1024;
constexpr int kInterimAnswers = 8;

// "... HTTP/2.0": a version, but none that is read here.
bool is_other_version(std::string_view first_line) {
    const auto at = first_line.rfind(" HTTP/");
    if (at == std::string_view::npos || first_line.size() - at != 9) return false;
    const auto digit = [](char letter) { return letter >= '0' && letter <= '9'; };
    const std::string_view version = first_line.substr(at + 6);
    return digit(version[0]) && version[1] == '.' && digit(version[2]) && version != "1.0" && version != "1.1";
}

// One message after another, of either kind.
template <bool is_request>
class MessageReader {
  public:
    explicit MessageReader(const HeadLimits& limits) : limits_(limits), scanner_(limits) { begin(); }
    MessageReader(const MessageReader&) = delete;
    MessageReader& operator=(const MessageReader&) = delete;

    enum class Step { more, head, whole, malformed, other_version, too_large, refused };

    [[nodiscard]] Step feed(std::string_view bytes) {
        buffer_.append(bytes);
        switch (stage_) {
            case Stage::head: return read_head();
            case Stage::waits: return Step::more;
            case Stage::body: return read_body();
            case Stage::whole: return Step::whole;
        }
        return Step::malformed;
    }

    [[nodiscard]] Step body_allowed(std::uint64_t limit) {
        stage_ = Stage::body;
        if (framing_.content_length.value_or(0) > limit) return Step::too_large;
        parser_->body_limit(limit);
        return read_body();
    }

    [[nodiscard]] Step next() {
        begin();
        return buffer_.empty() ? Step::more : read_head();
    }

    [[nodiscard]] bool begun() const { return stage_ != Stage::head || !buffer_.empty(); }
    [[nodiscard]] const auto& message() const { return parser_->get(); }
    [[nodiscard]] auto& message() { return parser_->get(); }
    [[nodiscard]] bool bytes_beyond() const { return !buffer_.empty(); }
    [[nodiscard]] bool wants_body() const { return !parser_->is_done(); }
    [[nodiscard]] bool has_end() const { return framing_.chunked || framing_.content_length; }
    [[nodiscard]] Refusal scanned() const { return scanner_.refusal(); }
    [[nodiscard]] api::HttpHeaders take_headers() { return std::move(headers_); }
    // Of an answer to HEAD; before the first byte.
    void no_body() {
        skips_body_ = true;
        parser_->skip(true);
    }

  private:
    enum class Stage { head, waits, body, whole };

    void begin() {
        stage_ = Stage::head;
        scanner_ = HeadScanner{limits_};
        headers_.clear();
        framing_ = {};
        parser_.emplace();
        parser_->eager(false);
        parser_->skip(skips_body_);
        parser_->header_limit(std::numeric_limits<std::uint32_t>::max());  // the scanner's are the limits
        parser_->body_limit(std::numeric_limits<std::uint64_t>::max());    // until the head was read
        parser_->on_chunk_header(on_chunk_);
    }

    // Beast may throw where memory ends or a length is absurd.
    [[nodiscard]] std::size_t put(std::string_view bytes, ErrorCode& error) {
        try {
            return parser_->put(boost::asio::const_buffer{bytes.data(), bytes.size()}, error);
        } catch (const std::exception&) {
            error = http::make_error_code(http::error::bad_value);
            return 0;
        }
    }

    [[nodiscard]] std::size_t count_lines() const {
        const auto& fields = parser_->get().base();
        return static_cast<std::size_t>(std::distance(fields.begin(), fields.end()));
    }

    [[nodiscard]] Step read_head() {
        switch (scanner_.scan(buffer_)) {
            case HeadScanner::Found::more: return Step::more;
            case HeadScanner::Found::refused: return Step::refused;
            case HeadScanner::Found::end: break;
        }
        ErrorCode error;
        const std::size_t taken = put(std::string_view{buffer_}.substr(0, scanner_.head_bytes()), error);
        if (error || !parser_->is_header_done() || taken != scanner_.head_bytes()) {
            const std::string_view first_line = std::string_view{buffer_}.substr(0, buffer_.find('\r'));
            return is_other_version(first_line) ? Step::other_version : Step::malformed;
        }
        buffer_.erase(0, taken);
        // Taken now, because Beast adds a trailer to them.
        for (const auto& field : parser_->get().base())
            headers_.push_back({std::string{field.name_string()}, std::string{field.value()}});
        lines_ = headers_.size();
        const auto framing = framing_of(headers_);
        if (!framing) return Step::malformed;
        framing_ = *framing;
        parser_->eager(true);
        stage_ = Stage::waits;
        return Step::head;
    }

    // What stands where a chunk's size is to stand and is not whole yet, or not followed by all that Beast waits for:
    // already now, whether it is anything but a size and, behind the last one, the end. Beast would wait for the end of
    // extensions and trailers first, which nobody needs and somebody might take for a chunk or a header.
    [[nodiscard]] static bool size_is_wrong(std::string_view pending) {
        constexpr std::string_view kEnd = "\r\n\r\n";
        if (pending.starts_with("\r\n")) pending.remove_prefix(2);  // the end of the chunk before
        const auto digits = std::min(pending.find_first_not_of("0123456789abcdefABCDEF"), pending.size());
        const std::string_view behind = pending.substr(digits);
        if (digits == 0 || pending.find_first_not_of('0') < digits)
            return !kEnd.substr(0, 2).starts_with(behind.substr(0, 2));
        return !kEnd.starts_with(behind);
    }

    [[nodiscard]] Step read_body() {
        while (!parser_->is_done() && !buffer_.empty()) {
            ErrorCode error;
            const std::size_t taken = put(buffer_, error);
            buffer_.erase(0, taken);
            // However it is cut: what is no size at all is that first, and too much only then.
            if (error == http::error::body_limit)
                return framing_.chunked && size_is_wrong(buffer_) ? Step::malformed : Step::too_large;
            if (error == http::error::need_more) {
                if (buffer_.size() > kPendingBytes || size_is_wrong(buffer_)) return Step::malformed;
                break;
            }
            if (error) return Step::malformed;
        }
        if (!parser_->is_done()) return Step::more;
        if (lines_ != count_lines()) return Step::malformed;  // a trailer, in one piece with the last chunk
        stage_ = Stage::whole;
        return Step::whole;
    }

    HeadLimits limits_;
    HeadScanner scanner_;
    Stage stage_ = Stage::head;
    std::string buffer_;  // what came and is not read yet
    std::optional<http::parser<is_request, http::string_body>> parser_;
    api::HttpHeaders headers_;
    std::size_t lines_ = 0;  // headers of the head
    Framing framing_;
    bool skips_body_ = false;
    // Nobody has a use for chunk extensions but who wants a line end hidden in one.
    std::function<void(std::uint64_t, boost::beast::string_view, ErrorCode&)> on_chunk_ =
        [](std::uint64_t, boost::beast::string_view extensions, ErrorCode& error) {
            if (!extensions.empty()) error = http::make_error_code(http::error::bad_chunk_extension);
        };
};

}  // namespace

class RequestParser::Reader : public MessageReader<true> {
  public:
    using MessageReader::MessageReader;

    [[nodiscard]] Progress progress(Step step) {
        switch (step) {
            case Step::more: return Progress::more;
            case Step::whole: return Progress::whole;
            case Step::head: break;
            case Step::refused: return refuse(scanned());
            case Step::too_large: return refuse(Refusal::body_too_large);
            case Step::other_version: return refuse(Refusal::version);
            case Step::malformed: return refuse(Refusal::malformed);
        }
        const auto method = message().method_string(), target = message().target();
        const std::string_view name{method.data(), method.size()};
        request_ = {};
        request_.target.assign(target.data(), target.size());
        request_.headers = take_headers();
        if (const auto problem =
                problem_of_request(name, request_.target, static_cast<int>(message().version()), request_.headers))
            return refuse(*problem);
        request_.method = *method_of(name);
        return Progress::head;
    }

    [[nodiscard]] Progress refuse(Refusal why) {
        refusal_ = why;
        return Progress::refused;
    }

    api::HttpRequest request_;
    Refusal refusal_ = Refusal::malformed;
};

RequestParser::RequestParser(const HeadLimits& limits) : reader_(std::make_unique<Reader>(limits)) {}
RequestParser::~RequestParser() = default;

RequestParser::Progress RequestParser::feed(std::string_view bytes) {
    return reader_->progress(reader_->feed(bytes));
}

RequestParser::Progress RequestParser::body_allowed(std::uint64_t limit) {
    return reader_->progress(reader_->body_allowed(limit));
}

RequestParser::Progress RequestParser::next() {
    return reader_->progress(reader_->next());
}

bool RequestParser::begun() const {
    return reader_->begun();
}

const api::HttpRequest& RequestParser::head() const {
    return reader_->request_;
}

bool RequestParser::waits_for_continue() const {
    return api::find_header(reader_->request_.headers, "Expect").has_value() && !reader_->bytes_beyond() &&
           reader_->message().version() >= 11 && reader_->wants_body();
}

bool RequestParser::keep_alive() const {
    return reader_->message().keep_alive();
}

std::size_t RequestParser::body_bytes() const {
    return reader_->message().body().size();
}

api::HttpRequest RequestParser::take() {
    reader_->request_.body = std::move(reader_->message().body());
    return std::move(reader_->request_);
}

Refusal RequestParser::refusal() const {
    return reader_->refusal_;
}

class ResponseParser::Reader : public MessageReader<false> {
  public:
    Reader(const HeadLimits& limits, std::uint64_t body_limit, api::HttpMethod method)
        : MessageReader(limits), body_limit_(body_limit), to_head_(method == api::HttpMethod::head) {
        if (to_head_) no_body();
    }

    [[nodiscard]] Progress progress(Step step) {
        while (step == Step::head) {
            const unsigned status = message().result_int();
            if (status < 100 || status > 599 || status == 101) return Progress::malformed;
            if (status < 200) {
                if (++interim_ > kInterimAnswers) return Progress::malformed;
                step = next();
                continue;
            }
            headers_ = take_headers();
            const bool bodyless = to_head_ || !wants_body() || status == 204 || status == 304;
            if (!bodyless && !has_end()) return Progress::malformed;
            // Not for what a HEAD is told of a body that does not come.
            step = body_allowed(bodyless ? std::numeric_limits<std::uint64_t>::max() : body_limit_);
        }
        if (step == Step::more) return Progress::more;
        if (step == Step::whole) return Progress::whole;
        return step == Step::too_large ? Progress::too_large : Progress::malformed;
    }

    api::HttpHeaders headers_;

  private:
    std::uint64_t body_limit_;
    bool to_head_;
    int interim_ = 0;
};

ResponseParser::ResponseParser(const HeadLimits& limits, std::uint64_t body_limit, api::HttpMethod method)
    : reader_(std::make_unique<Reader>(limits, body_limit, method)) {}
ResponseParser::~ResponseParser() = default;

ResponseParser::Progress ResponseParser::feed(std::string_view bytes) {
    return reader_->progress(reader_->feed(bytes));
}

bool ResponseParser::begun() const {
    return reader_->begun();
}

bool ResponseParser::keep_alive() const {
    return reader_->message().keep_alive() && !reader_->bytes_beyond();
}

api::HttpResponse ResponseParser::take() {
    api::HttpResponse response;
    response.status = static_cast<int>(reader_->message().result_int());
    response.headers = std::move(reader_->headers_);
    response.body = std::move(reader_->message().body());
    return response;
}

}  // namespace platform_http
