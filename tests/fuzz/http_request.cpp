// Requests of a connection: however the bytes are cut, the same requests are read and the same is refused. The line of a
// chunk may be both too large and malformed: then either may be said.
#include "platform/http/message_parser.h"

#include "tests/fuzz/target.h"

namespace {

using platform_http::RequestParser;

constexpr std::size_t kLongest = 4096;  // beyond, the limits for what is pending may differ by how it is cut

struct Outcome {
    std::vector<std::string> requests;
    bool refused = false;
    platform_http::Refusal why{};
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

std::string told(const api::HttpRequest& request) {
    std::string text{platform_http::name_of(request.method)};
    text += ' ' + request.target;
    for (const auto& header : request.headers) text += '\n' + header.name + ": " + header.value;
    return text + "\n\n" + request.body;
}

Outcome read(std::string_view bytes, std::size_t piece) {
    RequestParser parser{{}};
    Outcome outcome;
    while (!bytes.empty()) {
        auto progress = parser.feed(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
        while (progress != RequestParser::Progress::more) {
            if (progress == RequestParser::Progress::refused) {
                outcome.refused = true;
                VS_CHECK(platform_http::status_of(parser.refusal()) >= 400);
                const bool is_size = parser.refusal() == platform_http::Refusal::body_too_large;
                outcome.why = is_size ? platform_http::Refusal::malformed : parser.refusal();
                return outcome;
            }
            if (progress == RequestParser::Progress::head) {
                progress = parser.body_allowed(1000);
            } else {
                VS_CHECK(parser.body_bytes() <= 1000);
                outcome.requests.push_back(told(parser.take()));
                progress = parser.next();
            }
        }
    }
    return outcome;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0 || size > kLongest) return 0;
    const std::string_view bytes = base::as_text({data, size});
    const Outcome whole = read(bytes, size);
    VS_CHECK(whole == read(bytes, 1));
    VS_CHECK(whole == read(bytes, 1 + size / 3));
    return 0;
}
