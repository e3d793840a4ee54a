// The answer to a request (to a HEAD where the first byte is odd): the same however the bytes are cut.
#include "platform/http/message_parser.h"

#include "tests/fuzz/target.h"

namespace {

using platform_http::ResponseParser;

constexpr std::size_t kLongest = 4096;

struct Outcome {
    ResponseParser::Progress progress = ResponseParser::Progress::more;
    int status = 0;
    api::HttpHeaders headers;
    std::string body;
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

Outcome read(std::string_view bytes, std::size_t piece, api::HttpMethod method) {
    ResponseParser parser{{}, 1000, method};
    Outcome outcome;
    while (!bytes.empty() && outcome.progress == ResponseParser::Progress::more) {
        outcome.progress = parser.feed(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
    }
    if (outcome.progress == ResponseParser::Progress::whole) {
        auto response = parser.take();
        outcome.status = response.status;
        outcome.headers = std::move(response.headers);
        outcome.body = std::move(response.body);
        VS_CHECK(outcome.status >= 200 && outcome.status <= 599 && outcome.body.size() <= 1000);
        VS_CHECK(method != api::HttpMethod::head || outcome.body.empty());
    }
    return outcome;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > kLongest) return 0;
    const auto method = data[0] % 2 == 1 ? api::HttpMethod::head : api::HttpMethod::get;
    const std::string_view bytes = base::as_text({data + 1, size - 1});
    const Outcome whole = read(bytes, size, method);
    VS_CHECK(whole == read(bytes, 1, method));
    VS_CHECK(whole == read(bytes, 1 + size / 3, method));
    return 0;
}
