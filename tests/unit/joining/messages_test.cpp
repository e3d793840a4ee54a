#include "app/joining/messages.h"

#include <nlohmann/json.hpp>

#include "app/eventlog/signing.h"
#include "tests/support/catch.h"

using Json = nlohmann::json;
using joining::MessageError;

namespace {

const std::string kFingerprint(64, 'f'), kOtherFingerprint(64, 'e');

eventlog::KeyPair key_pair(std::uint8_t seed) {
    return eventlog::make_kiosk_key([seed](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = seed;
    });
}

// A key as a code gives it, without the 100 ms.
joining::Key key_of(std::uint8_t seed) {
    joining::Key key{};
    key.fill(seed);
    return key;
}

joining::Request request() {
    joining::Request made;
    made.selector = "AB";
    made.nonce = std::string(64, '7');
    made.kiosk = domain::KioskId{"0123456789abcdef"};
    made.public_key = key_pair(1).public_half;
    made.name = "Холл";
    made.school_public = std::string(64, 'a');
    made.pruned_up_to = 17;
    made.pruned_head.fill(5);
    return made;
}

std::string written(const joining::Request& from) {
    const auto body = joining::write_request(from, key_of(3), kFingerprint, key_pair(1).private_half);
    REQUIRE(body);
    return *body;
}

const joining::Answer kAnswer{"a1b2c3d4", "Школа № 12", std::string(64, 'b'), std::string(64, 'c')};

// Another value of the same form, wherever the form allows one.
Json changed(const Json& value) {
    if (value.is_number()) return value.get<std::uint64_t>() + 1;
    std::string text = value.get<std::string>();
    const char first = text.front();
    if (static_cast<unsigned char>(first) >= 0x80) return "A" + text;
    const bool is_hex = (first >= '0' && first <= '9') || (first >= 'a' && first <= 'f');
    text.front() = is_hex ? (first == '1' ? '2' : '1') : (first == 'A' ? 'B' : 'A');
    return text;
}

}  // namespace

TEST_CASE("A request is read as it was written, with the same code and the same certificate") {
    const auto read = joining::read_request(written(request()), key_of(3), kFingerprint);
    REQUIRE(read);
    CHECK(*read == request());
    CHECK(joining::selector_in(written(request())) == "AB");
    joining::Request plain = request();
    plain.name.clear();
    plain.pruned_up_to = 0;
    plain.pruned_head = {};
    CHECK(*joining::read_request(written(plain), key_of(3), kFingerprint) == plain);
}

TEST_CASE("A request with another code, another certificate or another's key is refused") {
    const std::string body = written(request());
    CHECK(joining::read_request(body, key_of(4), kFingerprint).error() == MessageError::wrong_proof);
    CHECK(joining::read_request(body, key_of(3), kOtherFingerprint).error() == MessageError::wrong_proof);
    CHECK(joining::read_request(body, key_of(3), "").error() == MessageError::wrong_proof);
    const auto stolen = joining::write_request(request(), key_of(3), kFingerprint, key_pair(2).private_half);
    REQUIRE(stolen);
    CHECK(joining::read_request(*stolen, key_of(3), kFingerprint).error() == MessageError::wrong_key);
}

TEST_CASE("Each field of a request, changed or missing, alone has it refused") {
    const Json whole = Json::parse(written(request()));
    CHECK(whole.size() == 11);
    for (const auto& [name, value] : whole.items()) {
        CAPTURE(name);
        Json other = whole;
        other[name] = changed(value);
        REQUIRE(other != whole);
        const auto read = joining::read_request(other.dump(), key_of(3), kFingerprint);
        REQUIRE_FALSE(read);
        if (name == "signature") {
            CHECK(read.error() == MessageError::wrong_key);
        } else if (name != "join") {
            CHECK(read.error() == MessageError::wrong_proof);
        }
        for (const Json& wrong : {Json(), Json(nullptr), Json(-1), Json(1.5), Json(true), Json::array(), Json::object(),
                                  Json(""), Json("Ж\n"), Json(std::string(300, 'x'))}) {
            other[name] = wrong;
            if (name == "name" && wrong == "") continue;  // a good one, of another request
            CHECK(joining::read_request(other.dump(), key_of(3), kFingerprint).error() == MessageError::not_a_message);
        }
        other.erase(name);
        CHECK(joining::read_request(other.dump(), key_of(3), kFingerprint).error() == MessageError::not_a_message);
    }
}

TEST_CASE("An answer is read as it was written, and only as the answer to its own request") {
    const std::string body = joining::write_answer(kAnswer, request(), key_of(3), kFingerprint);
    CHECK(body.size() <= joining::kMessageBytes);
    const auto read = joining::read_answer(body, request(), key_of(3), kFingerprint);
    REQUIRE(read);
    CHECK(*read == kAnswer);
    CHECK(joining::read_answer(body, request(), key_of(4), kFingerprint).error() == MessageError::wrong_proof);
    CHECK(joining::read_answer(body, request(), key_of(3), kOtherFingerprint).error() == MessageError::wrong_proof);
    joining::Request other = request();
    other.nonce.front() = '8';
    CHECK(joining::read_answer(body, other, key_of(3), kFingerprint).error() == MessageError::wrong_proof);
    // Nor does a request pass for an answer, or an answer for a request.
    CHECK(joining::read_answer(written(request()), request(), key_of(3), kFingerprint).error() ==
          MessageError::not_a_message);
    CHECK(joining::read_request(body, key_of(3), kFingerprint).error() == MessageError::not_a_message);
}

TEST_CASE("Each field of an answer, changed or missing, alone has it refused") {
    const Json whole = Json::parse(joining::write_answer(kAnswer, request(), key_of(3), kFingerprint));
    CHECK(whole.size() == 6);
    for (const auto& [name, value] : whole.items()) {
        CAPTURE(name);
        Json other = whole;
        other[name] = changed(value);
        const auto read = joining::read_answer(other.dump(), request(), key_of(3), kFingerprint);
        REQUIRE_FALSE(read);
        if (name != "joined") CHECK(read.error() == MessageError::wrong_proof);
        other.erase(name);
        CHECK(joining::read_answer(other.dump(), request(), key_of(3), kFingerprint).error() ==
              MessageError::not_a_message);
    }
}

TEST_CASE("What is not a message is told apart from a wrong one, whatever the bytes are") {
    for (const std::string& body :
         {std::string{}, std::string{"[]"}, std::string{"null"}, std::string{"{"}, std::string(4'000, '['),
          std::string(joining::kMessageBytes + 1, ' '), std::string{"{\"join\":1,\"x\":{}}"}, std::string(1, '\0')}) {
        CHECK_FALSE(joining::selector_in(body));
        CHECK(joining::read_request(body, key_of(3), kFingerprint).error() == MessageError::not_a_message);
        CHECK(joining::read_answer(body, request(), key_of(3), kFingerprint).error() == MessageError::not_a_message);
    }
    const std::string body = written(request());
    for (std::size_t size = 0; size < body.size(); ++size) {
        CHECK(joining::read_request(body.substr(0, size), key_of(3), kFingerprint).error() ==
              MessageError::not_a_message);
    }
}

TEST_CASE("What the other side would not read is not written") {
    const auto is_written = [](const joining::Request& from) {
        return joining::write_request(from, key_of(3), kFingerprint, key_pair(1).private_half).has_value();
    };
    joining::Request bad = request();
    bad.name = std::string(joining::kNameBytes + 1, 'x');
    CHECK_FALSE(is_written(bad));
    bad = request();
    bad.name = "\xff";
    CHECK_FALSE(is_written(bad));
    bad = request();
    bad.selector = "A0";
    CHECK_FALSE(is_written(bad));
    bad = request();
    bad.kiosk = domain::KioskId{"a/b"};
    CHECK_FALSE(is_written(bad));
    CHECK_FALSE(joining::write_request(request(), key_of(3), kFingerprint, "no key"));
}

TEST_CASE("A refusal is read from its status and its word together") {
    using joining::Refusal;
    for (const Refusal refusal : {Refusal::wrong_code, Refusal::code_used, Refusal::known_elsewhere,
                                  Refusal::not_a_message, Refusal::try_later, Refusal::too_many}) {
        const std::string body = R"({"error":")" + std::string{joining::name_of(refusal)} + R"("})";
        CHECK(joining::read_refusal(joining::status_of(refusal), body) == refusal);
        CHECK_FALSE(joining::read_refusal(200, body));
        CHECK_FALSE(joining::read_refusal(joining::status_of(refusal), "<html>"));
        CHECK_FALSE(joining::read_refusal(joining::status_of(refusal), R"({"error":"something"})"));
    }
}
