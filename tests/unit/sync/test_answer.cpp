#include "app/eventlog/checkpoint.h"
#include "app/eventlog/sealing.h"
#include "app/sync/answer.h"
#include "app/sync/policy.h"
#include "platform/base/bytes.h"
#include "tests/support/catch.h"

using namespace syncing;

namespace {

const domain::KioskId kKiosk{"0123456789abcdef"};
const std::string kHex(64, 'c');

std::string checkpoint(domain::Seq seq = 7, const domain::KioskId& kiosk = kKiosk) {
    const auto key = eventlog::make_kiosk_key([](std::span<std::uint8_t> bytes) {
        for (auto& byte : bytes) byte = 4;
    });
    eventlog::Hash hash;
    hash.fill(0xcc);
    return eventlog::sign_checkpoint({kiosk, seq, hash, {}, {}}, key.private_half).value();
}
std::string quoted(const std::string& line) {
    std::string text = "\"";
    for (const char each : line) {
        if (each == '"') text += '\\';
        text += each;
    }
    return text + "\"";
}
std::string taken(const std::string& line, const std::string& held = "7") {
    return "{\"held\":" + held + ",\"checkpoint\":" + quoted(line) + "}";
}
Answer bundle(int status, const std::string& body) {
    return read_answer(Request::Kind::bundle, kKiosk, {status, {}, body});
}
Answer held(int status, const std::string& body) {
    return read_answer(Request::Kind::held, kKiosk, {status, {}, body});
}
template <class T>
bool is(const Answer& answer) {
    return std::holds_alternative<T>(answer);
}

}  // namespace

TEST_CASE("A bundle that was taken is told with what is held, its hash and the checkpoint") {
    const auto answer = bundle(200, taken(checkpoint()));
    REQUIRE(is<Taken>(answer));
    CHECK(std::get<Taken>(answer).held == 7);
    CHECK(base::to_hex(std::get<Taken>(answer).hash) == kHex);
    CHECK(std::get<Taken>(answer).checkpoint == checkpoint());
}

TEST_CASE("A checkpoint of another number or kiosk than the answer's is none") {
    CHECK(is<Unexpected>(bundle(200, taken(checkpoint(8)))));
    CHECK(is<Unexpected>(bundle(200, taken(checkpoint(7, domain::KioskId{"other"})))));
    CHECK(is<Unexpected>(bundle(200, taken("{}"))));
    CHECK(is<Unexpected>(bundle(200, taken(""))));
    CHECK(is<Unexpected>(bundle(200, taken(checkpoint().substr(0, 60)))));
    CHECK(is<Unexpected>(bundle(200, taken(checkpoint() + std::string(2'000, ' ')))));
    CHECK(is<Unexpected>(bundle(200, "{\"held\":7}")));
    CHECK(is<Unexpected>(bundle(200, "{\"held\":0,\"checkpoint\":" + quoted(checkpoint()) + "}")));
}

TEST_CASE("What is held is a number and, above zero, a hash") {
    const auto answer = held(200, R"({"held":9,"head":")" + kHex + "\"}");
    REQUIRE(is<HeldUpTo>(answer));
    CHECK(std::get<HeldUpTo>(answer).held == 9);
    CHECK(is<HeldUpTo>(held(200, R"({"held":0})")));
    CHECK(is<Unexpected>(held(200, R"({"held":9})")));
    CHECK(is<Unexpected>(held(200, R"({"held":9,"head":"cc"})")));
    CHECK(is<Unexpected>(held(200, R"({"held":"9","head":")" + kHex + "\"}")));
    CHECK(is<Unexpected>(held(200, R"({"held":-9,"head":")" + kHex + "\"}")));
    CHECK(is<Unexpected>(held(200, R"({"held":9.0,"head":")" + kHex + "\"}")));
    CHECK(is<Unexpected>(held(200, R"({"held":9007199254740992,"head":")" + kHex + "\"}")));
    CHECK(is<Unexpected>(held(200, R"({"held":18446744073709551616,"head":")" + kHex + "\"}")));
    CHECK(is<Unexpected>(held(200, R"({"held":9,"held":9,"head":")" + kHex + "\"}")));
}

TEST_CASE("Each refusal of the protocol is what it says, and only with its words") {
    CHECK(is<Gap>(bundle(409, R"({"error":"gap","held":3,"head":")" + kHex + "\"}")));
    CHECK(is<Gap>(bundle(409, R"({"error":"gap","held":0})")));
    CHECK(is<Unexpected>(bundle(409, R"({"error":"gap","held":3})")));
    CHECK(is<Fork>(bundle(409, R"({"error":"fork","held":3})")));
    CHECK(is<Unexpected>(bundle(409, R"({"error":"conflict"})")));
    CHECK(is<UnknownKiosk>(bundle(401, R"({"error":"unknown_kiosk"})")));
    CHECK(is<UnknownKiosk>(held(404, R"({"error":"unknown_kiosk"})")));
    CHECK(is<Unexpected>(bundle(404, R"({"error":"not_found"})")));
    CHECK(is<Unexpected>(bundle(401, "")));
    CHECK(is<IsRevoked>(bundle(403, R"({"error":"revoked"})")));
    CHECK(is<UnknownKiosk>(bundle(403, R"({"error":"another_school"})")));
    CHECK(is<Unexpected>(bundle(403, "<html>blocked</html>")));
    CHECK(is<NotTaken>(bundle(413, "<html>nginx</html>")));
    CHECK(is<NotTaken>(bundle(422, R"({"error":"damaged"})")));
    CHECK(is<Unexpected>(held(422, R"({"error":"damaged"})")));
    CHECK(is<Unexpected>(held(413, "")));
    for (const int status : {429, 500, 503, 599}) CHECK(is<Later>(bundle(status, "anything")));
}

TEST_CASE("A newer server may say more, within bounds") {
    const std::string more = R"("more":{"a":[1,2.5,null,true,"x"]},"note":"y",)";
    CHECK(is<HeldUpTo>(held(200, "{ " + more + R"("held" : 9, "head":")" + kHex + "\" }\n")));
    std::string deep = "1";
    for (int i = 0; i < policy::kAnswerDepth; ++i) deep = "[" + deep + "]";
    CHECK(is<Unexpected>(held(200, "{\"deep\":" + deep + R"(,"held":0})")));
    CHECK(is<Unexpected>(held(200, R"({"held":0,"pad":")" + std::string(policy::kAnswerBytes, 'x') + "\"}")));
    // A member of that name further in is another one.
    CHECK(is<Unexpected>(held(200, R"({"in":{"held":0}})")));
}

TEST_CASE("No bytes from the network are anything but an answer: each cut and each changed byte of real ones") {
    const std::vector<std::string> bodies{taken(checkpoint()), R"({"error":"gap","held":3,"head":")" + kHex + "\"}"};
    for (const std::string& body : bodies) {
        for (const int status : {200, 401, 403, 409, 422}) {
            for (std::size_t at = 0; at < body.size(); ++at) {
                (void)bundle(status, body.substr(0, at));
                (void)held(status, body.substr(at));
                for (const int bit : {1, 16, 128}) {
                    std::string changed = body;
                    changed[at] = static_cast<char>(changed[at] ^ bit);
                    const auto answer = bundle(status, changed);
                    if (const auto* is_taken = std::get_if<Taken>(&answer)) CHECK(is_taken->held == 7);
                }
            }
        }
    }
    CHECK(is<Unexpected>(bundle(200, std::string(4'000, '['))));
    CHECK(is<Unexpected>(bundle(200, std::string("{\"held\":7\0}", 11))));
    CHECK(is<Unexpected>(bundle(200, "\xff\xfe{}")));
}
