#include <string>
#include <vector>

#include "platform/http/message_parser.h"
#include "platform/http/message_text.h"
#include "tests/support/catch.h"

using platform_http::Refusal;
using platform_http::RequestParser;
using platform_http::ResponseParser;

namespace {

constexpr std::uint64_t kBody = 1000;

// What becomes of the bytes, given in pieces of that length: the requests that are whole, and the refusal, if any.
struct Read {
    std::vector<api::HttpRequest> requests;
    std::optional<Refusal> refusal;
};

Read read(std::string_view bytes, std::size_t piece, const platform_http::HeadLimits& limits = {}) {
    RequestParser parser{limits};
    Read read;
    while (!bytes.empty()) {
        auto progress = parser.feed(bytes.substr(0, piece));
        bytes.remove_prefix(std::min(piece, bytes.size()));
        while (progress != RequestParser::Progress::more) {
            if (progress == RequestParser::Progress::refused) {
                read.refusal = parser.refusal();
                return read;
            }
            if (progress == RequestParser::Progress::head) {
                progress = parser.body_allowed(kBody);
            } else {
                read.requests.push_back(parser.take());
                progress = parser.next();
            }
        }
    }
    return read;
}

}  // namespace

TEST_CASE("Requests are read the same however their bytes are cut") {
    const std::string bytes =
        "POST /a?b=c HTTP/1.1\r\nHost: school.example:8443\r\nContent-Length: 5\r\nX-Empty:\r\nX-Two:  a b "
        "\r\n\r\nhello"
        "GET / HTTP/1.1\r\nHost: [::1]\r\n\r\n"
        "PUT /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nabc\r\n00A\r\n0123456789\r\n0\r\n\r\n"
        "DELETE /d HTTP/1.0\r\n\r\n"
        "POST /e HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        const auto [requests, refusal] = read(bytes, piece);
        CHECK_FALSE(refusal);
        REQUIRE(requests.size() == 5);
        CHECK(requests[0].method == api::HttpMethod::post);
        CHECK(requests[0].path() == "/a");
        CHECK(requests[0].query() == "b=c");
        CHECK(requests[0].body == "hello");
        CHECK(requests[0].headers.size() == 4);
        CHECK(api::find_header(requests[0].headers, "x-empty") == "");
        CHECK(api::find_header(requests[0].headers, "X-TWO") == "a b");
        CHECK_FALSE(api::find_header(requests[0].headers, "X-Three"));
        CHECK(requests[1].target == "/");
        CHECK(requests[2].body == "abc0123456789");
        CHECK(requests[3].method == api::HttpMethod::remove);
        CHECK(requests[4].body == "x");
    }
}

TEST_CASE("What two readers might read in two ways is refused, however it is cut") {
    const std::string start = "POST / HTTP/1.1\r\nHost: a\r\n";
    const std::string chunked = start + "Transfer-Encoding: chunked\r\n\r\n";
    const std::vector<std::string> tricks{
        // where the body ends
        start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        start + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
        start + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
        start + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
        start + "Content-Length: 3, 3\r\n\r\nabc",
        start + "Content-Length: +3\r\n\r\nabc",
        start + "Content-Length: -3\r\n\r\nabc",
        start + "Content-Length: 0x3\r\n\r\nabc",
        start + "Content-Length: 3 3\r\n\r\nabc",
        start + "Content-Length: \r\n\r\nabc",
        start + "Content-Length: 99999999999999999999\r\n\r\nabc",
        start + "Content-Length : 3\r\n\r\nabc",
        start + " Content-Length: 3\r\n\r\nabc",
        start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
        start + "Transfer-Encoding: identity\r\n\r\n",
        start + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
        start + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
        start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        start + "Transfer-Encoding:\x0b chunked\r\n\r\n0\r\n\r\n",
        start + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        // sizes of chunks
        chunked + "-1\r\nabc\r\n0\r\n\r\n",
        chunked + "+1\r\na\r\n0\r\n\r\n",
        chunked + "0x1\r\na\r\n0\r\n\r\n",
        chunked + "\r\na\r\n0\r\n\r\n",
        chunked + " 1\r\na\r\n0\r\n\r\n",
        chunked + "1 \r\na\r\n0\r\n\r\n",
        chunked + "g\r\na\r\n0\r\n\r\n",
        chunked + "11111111111111111\r\na\r\n0\r\n\r\n",
        chunked + "1\na\r\n0\r\n\r\n",
        chunked + "1;a=b\r\na\r\n0\r\n\r\n",
        chunked + "1;a=\"\n\"\r\na\r\n0\r\n\r\n",
        chunked + "1\r\nab\r\n0\r\n\r\n",
        chunked + "1\r\na\n0\r\n\r\n",
        chunked + "1\r\na\r\r\n0\r\n\r\n",
        chunked + "1" + std::string(10'000, '0'),
        chunked + "1\r\na\r\n0\r\nHost: b\r\n\r\n",
        chunked + "1\r\na\r\n0\r\nContent-Length: 3\r\n\r\n",
        chunked + "1\r\na\r\n0\r\nX: never ends",
        chunked + "1\r\na HTTP/2.0\r\n",
        chunked + "a1;b=\"\nc",
        start + "Transfer-Encoding: xchunked\r\n\r\n3 / HTTP/2.0\r\n",
        // line ends
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\r\nHost: a\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\r\n\r\n",
        "GET / HTTP/1.1\rHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n\tX: a\r\n\r\n",
        "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        " GET / HTTP/1.1\r\nHost: a\r\n\r\n",
        // first lines
        "GET / HTTP/1.1 \r\nHost: a\r\n\r\n",
        "GET  / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\r\nHost: a\r\n\r\n",
        "GET / a HTTP/1.1\r\nHost: a\r\n\r\n",
        "get / HTTP/1.1\r\nHost: a\r\n\r\n",
        "G\xc3\x89T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET\x01 / HTTP/1.1\r\nHost: a\r\n\r\n",
        std::string(1000, 'A') + " / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /\xd0\xb0 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /#b HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1x\r\nHost: a\r\n\r\n",
        "GET / HTTP/11\r\nHost: a\r\n\r\n",
        "\x16\x03\x01\x02\x01\x01",  // a handshake of TLS
        // headers
        "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost:\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nnothing\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX Y: b\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nX: b\x7f\r\n\r\n",
        std::string{"GET / HTTP/1.1\r\nHost: a\r\nX: \0b\r\n\r\n", 35},
    };
    for (const std::string& trick : tricks) {
        for (const std::size_t piece : {trick.size(), std::size_t{1}, std::size_t{7}}) {
            INFO(trick.substr(0, 200) << "\nin pieces of " << piece);
            const auto [requests, refusal] = read(trick, piece);
            CHECK(requests.empty());
            CHECK(refusal == Refusal::malformed);
        }
    }
}

TEST_CASE("What is refused for another reason than its form says so") {
    const auto refusal = [](const std::string& bytes) { return read(bytes, 1).refusal; };
    CHECK(refusal("BREW / HTTP/1.1\r\nHost: a\r\n\r\n") == Refusal::method);
    CHECK(refusal("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n") == Refusal::method);
    CHECK(refusal("GET / HTTP/2.0\r\nHost: a\r\n\r\n") == Refusal::version);
    CHECK(refusal("GET / HTTP/0.9\r\nHost: a\r\n\r\n") == Refusal::version);
    CHECK(refusal("GET / HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n") == Refusal::expectation);
    CHECK(refusal("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n") == Refusal::body_too_large);
    CHECK(refusal("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3e9\r\n") ==
          Refusal::body_too_large);
    // The limit is of all chunks together.
    std::string chunks = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 1001; ++i) chunks += "1\r\nx\r\n";
    CHECK(refusal(chunks) == Refusal::body_too_large);
}

TEST_CASE("A head is refused at the first byte beyond a limit, and not before") {
    const platform_http::HeadLimits limits{200, 100, 3};
    const auto refusal = [&](const std::string& bytes) { return read(bytes, 1, limits).refusal; };
    const auto filled = [](const std::string& before, std::size_t length) {
        return before + std::string(length - before.size(), 'x');
    };
    CHECK_FALSE(refusal(filled("GET /", 100)));
    CHECK(refusal(filled("GET /", 101)) == Refusal::target_too_long);
    const std::string first = "GET / HTTP/1.1\r\n";
    CHECK_FALSE(refusal(first + filled("X: ", 100)));
    CHECK(refusal(first + filled("X: ", 101)) == Refusal::header_too_large);
    const std::string two = first + filled("X: ", 90) + "\r\n";
    CHECK_FALSE(refusal(filled(two + "Y: ", 200)));
    CHECK(refusal(filled(two + "Y: ", 201)) == Refusal::header_too_large);
    CHECK(read(first + "Host: a\r\nX: b\r\nY: c\r\n\r\n", 1, limits).requests.size() == 1);
    CHECK(refusal(first + "Host: a\r\nX: b\r\nY: c\r\nZ: d\r\n") == Refusal::header_too_large);
}

TEST_CASE("Answers are read the same however their bytes are cut") {
    const std::vector<std::string> answers{
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nETag: \"a\"\r\n\r\nhello",
        "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: "
        "5\r\n\r\nhello",
    };
    for (const std::string& bytes : answers) {
        for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
            ResponseParser parser{{}, kBody, api::HttpMethod::get};
            std::string_view left = bytes;
            while (left.size() > piece) {
                REQUIRE(parser.feed(left.substr(0, piece)) == ResponseParser::Progress::more);
                left.remove_prefix(piece);
            }
            REQUIRE(parser.feed(left) == ResponseParser::Progress::whole);
            CHECK(parser.keep_alive());
            const auto response = parser.take();
            CHECK(response.status == 200);
            CHECK(response.body == "hello");
            CHECK_FALSE(api::find_header(response.headers, "Link"));
        }
    }
}

TEST_CASE("An answer whose end nobody could tell is malformed, one that is too large says so") {
    const auto progress = [](const std::string& bytes, api::HttpMethod method = api::HttpMethod::get) {
        ResponseParser parser{{}, kBody, method};
        return parser.feed(bytes);
    };
    using Progress = ResponseParser::Progress;
    CHECK(progress("HTTP/1.1 200 OK\r\n\r\n") == Progress::malformed);
    CHECK(progress("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n") ==
          Progress::malformed);
    CHECK(progress("HTTP/1.1 101 Other\r\n\r\n") == Progress::malformed);
    CHECK(progress("HTTP/1.1 999 Other\r\nContent-Length: 0\r\n\r\n") == Progress::malformed);
    CHECK(progress("ICY 200 OK\r\n") == Progress::more);
    CHECK(progress("ICY 200 OK\r\n\r\n") == Progress::malformed);
    CHECK(progress("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n") == Progress::too_large);
    CHECK(progress("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n") == Progress::more);
    CHECK(progress("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3E9\r\n") == Progress::too_large);
    // No size, by the letter and in one piece.
    CHECK(progress("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3E9 more\r\n") == Progress::malformed);
    const std::string chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n";
    CHECK(progress(chunk + "0\r\n\r") == Progress::more);
    CHECK(progress(chunk + "000\r\n\r\n") == Progress::whole);
    CHECK(progress(chunk + "0\r\nX") == Progress::malformed);  // a trailer, of which Beast would see the end first
    CHECK(progress(chunk + "0\r\nX: a\r\n\r\n") == Progress::malformed);
    CHECK(progress("HTTP/1.1 204 No Content\r\n\r\n") == Progress::whole);
    CHECK(progress("HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n") == Progress::whole);
    CHECK(progress("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n", api::HttpMethod::head) == Progress::whole);
    CHECK(progress("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n",
                   api::HttpMethod::head) == Progress::whole);
    std::string interim;
    for (int i = 0; i < 100; ++i) interim += "HTTP/1.1 100 Continue\r\n\r\n";
    CHECK(progress(interim) == Progress::malformed);
}

TEST_CASE("What cannot be written as HTTP is not written") {
    api::HttpRequest request;
    CHECK(platform_http::request_head(request, "a:1") == "GET / HTTP/1.1\r\nHost: a:1\r\n\r\n");
    request.method = api::HttpMethod::post;
    CHECK(platform_http::request_head(request, "a") == "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    for (const char* target : {"", "a", "/a b", "/a\r\nX: b", "/\xd0\xb0", "/#"}) {
        request.target = target;
        CHECK_FALSE(platform_http::request_head(request, "a"));
    }
    request.target = "/";
    for (const auto& header : {api::HttpHeader{"X", "a\r\nY: b"},
                               {"X\r\n", "a"},
                               {"", "a"},
                               {"X:", "a"},
                               {"X", " a"},
                               {"content-length", "5"},
                               {"Transfer-Encoding", "chunked"},
                               {"Expect", "100-continue"}}) {
        request.headers = {header};
        CHECK_FALSE(platform_http::request_head(request, "a"));
    }
    using namespace std::chrono;
    const sys_seconds at = sys_days{year{2026} / 9 / 1} + hours{7} + minutes{4} + seconds{9};
    CHECK(platform_http::http_date(at) == "Tue, 01 Sep 2026 07:04:09 GMT");
    CHECK(platform_http::response_head({200, {{"X", "a"}}, "body"}, {false, at}) ==
          "HTTP/1.1 200 OK\r\nDate: Tue, 01 Sep 2026 07:04:09 GMT\r\nX: a\r\nContent-Length: 4\r\nConnection: "
          "close\r\n\r\n");
    CHECK_FALSE(platform_http::response_head({100, {}, ""}, {}));
    CHECK_FALSE(platform_http::response_head({200, {{"Connection", "close"}}, ""}, {}));
}
