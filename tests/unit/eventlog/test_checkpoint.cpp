#include "app/eventlog/checkpoint.h"

#include "tests/support/catch.h"
#include "tests/unit/eventlog/example_log.h"

using namespace eventlog_test;
using eventlog::Checkpoint;
using eventlog::CheckpointError;
using eventlog::read_checkpoint;
using eventlog::sign_checkpoint;

namespace {

const eventlog::KeyPair kAcceptor = key_of(7);
const std::vector<std::string> kTrusted{key_of(1).public_half, kAcceptor.public_half};

Checkpoint example() {
    Checkpoint checkpoint;
    checkpoint.kiosk = kKiosk;
    checkpoint.seq = 42;
    checkpoint.hash.fill(0xab);
    checkpoint.accepted_at = event_with({}).at;
    return checkpoint;
}

}  // namespace

TEST_CASE("A countersigned checkpoint is one line that comes back as it was") {
    const auto line = sign_checkpoint(example(), kAcceptor.private_half);
    REQUIRE(line);
    std::string hash;
    for (int i = 0; i < 32; ++i) hash += "ab";
    CHECK(line->starts_with(R"({"checkpoint":1,"kiosk":"0123456789abcdef","seq":42,"hash":")" + hash +
                            R"(","accepted_at":"2026-11-23T07:09:05.042Z","acceptor":")" + kAcceptor.public_half +
                            R"(","signature":")"));
    const auto read = read_checkpoint(*line, kTrusted);
    REQUIRE(read);
    Checkpoint expected = example();
    expected.acceptor = kAcceptor.public_half;
    CHECK(*read == expected);
    CHECK(*sign_checkpoint(*read, kAcceptor.private_half) == *line);  // the same again: one form, one signature
}

TEST_CASE("A checkpoint with any byte changed, cut anywhere or with something behind it is not believed") {
    const std::string line = *sign_checkpoint(example(), kAcceptor.private_half);
    for (std::size_t i = 0; i < line.size(); ++i) {
        for (const int bit : {0, 3, 5, 7}) {
            std::string changed = line;
            changed[i] = static_cast<char>(changed[i] ^ (1 << bit));
            CHECK_FALSE(read_checkpoint(changed, kTrusted));
        }
        CHECK_FALSE(read_checkpoint(line.substr(0, i), kTrusted));
    }
    CHECK_FALSE(read_checkpoint(line + " ", kTrusted));
    CHECK_FALSE(read_checkpoint(line + "\n", kTrusted));
}

TEST_CASE("A checkpoint of somebody unknown is told apart from a changed one") {
    const std::string line = *sign_checkpoint(example(), key_of(9).private_half);
    CHECK(read_checkpoint(line, kTrusted).error() == CheckpointError::not_trusted);
    CHECK(read_checkpoint(line, {}).error() == CheckpointError::not_trusted);
    CHECK(read_checkpoint(replaced(line, "\"seq\":42", "\"seq\":43"), kTrusted).error() ==
          CheckpointError::wrong_signature);
    CHECK(read_checkpoint("{}", kTrusted).error() == CheckpointError::not_a_checkpoint);
    // One who puts a trusted name over another's signature.
    CHECK(read_checkpoint(replaced(line, key_of(9).public_half, kAcceptor.public_half), kTrusted).error() ==
          CheckpointError::wrong_signature);
}

TEST_CASE("What is no checkpoint is not signed") {
    Checkpoint nothing = example();
    nothing.seq = 0;
    CHECK(sign_checkpoint(nothing, kAcceptor.private_half).error() == CheckpointError::not_a_checkpoint);
    Checkpoint nobody = example();
    nobody.kiosk = domain::KioskId{"a b"};
    CHECK(sign_checkpoint(nobody, kAcceptor.private_half).error() == CheckpointError::not_a_checkpoint);
    CHECK(sign_checkpoint(example(), "").error() == CheckpointError::bad_key);
    CHECK(sign_checkpoint(example(), kAcceptor.public_half).error() == CheckpointError::bad_key);
    // A private half whose public part is another's would sign what nobody can verify.
    std::string mixed = kAcceptor.private_half;
    mixed.replace(64, 64, key_of(9).public_half);
    CHECK(sign_checkpoint(example(), mixed).error() == CheckpointError::bad_key);
}
