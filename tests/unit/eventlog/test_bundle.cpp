#include "app/eventlog/bundle.h"

#include <zstd.h>

#include <cstring>
#include <random>

#include "tests/support/catch.h"
#include "tests/unit/eventlog/example_log.h"

using namespace eventlog_test;
using base::Bytes;
using eventlog::BundleError;
using eventlog::BundleHeader;

namespace {

const eventlog::KeyPair kKioskKey = key_of(11);
const eventlog::KeyPair kSchoolKey = eventlog::make_school_key([](std::span<std::uint8_t> bytes) {
    for (std::uint8_t& byte : bytes) byte = 12;
});

BundleHeader header_of(const Log& log, std::size_t from = 0) {
    BundleHeader header;
    header.kiosk = kKiosk;
    header.first = log.rows[from].seq;
    header.last = log.last();
    header.before = from == 0 ? eventlog::kGenesis : log.rows[from - 1].hash;
    header.events = log.rows.size() - from;
    return header;
}

base::Result<Bytes, BundleError> made(const Log& log, bool sealed, const BundleHeader& header, std::size_t from = 0) {
    Bytes bytes;
    std::size_t next = from;
    const auto lines = [&]() -> std::optional<std::string_view> {
        if (next == log.rows.size()) return std::nullopt;
        return log.rows[next++].line;
    };
    const auto done = eventlog::make_bundle(
        header, lines, {kKioskKey.private_half, sealed ? kSchoolKey.public_half : ""}, [&](base::ByteView more) {
            bytes.insert(bytes.end(), more.begin(), more.end());
            return true;
        });
    if (!done) return base::failure(done.error());
    return bytes;
}
Bytes bundle_of(const Log& log, bool sealed, std::size_t from = 0) {
    auto bytes = made(log, sealed, header_of(log, from), from);
    if (!bytes) FAIL("error " << static_cast<int>(bytes.error()));
    return *bytes;
}

struct Opened {
    std::optional<BundleError> error;
    eventlog::OpenedBundle bundle;
    std::vector<std::string> lines;
    std::vector<eventlog::Hash> hashes;
};
// `at_once`: how many bytes the source gives; a network gives them as it likes.
Opened open(base::ByteView bytes, const std::string& school = kSchoolKey.private_half,
            const std::string& kiosk = kKioskKey.public_half, std::size_t at_once = 1 << 20) {
    Opened opened;
    const auto source = [&](std::span<std::uint8_t> to) {
        const std::size_t size = std::min({to.size(), bytes.size(), at_once});
        std::copy_n(bytes.begin(), size, to.begin());
        bytes = bytes.subspan(size);
        return size;
    };
    const auto key = [&](const domain::KioskId& id) -> std::optional<std::string> {
        if (id == kKiosk) return kiosk;
        return std::nullopt;
    };
    auto result = eventlog::open_bundle(source, key, school,
                                        [&](const domain::Event&, std::string_view line, const eventlog::Hash& hash) {
                                            opened.lines.emplace_back(line);
                                            opened.hashes.push_back(hash);
                                            return true;
                                        });
    if (result) {
        opened.bundle = *result;
    } else {
        opened.error = result.error();
    }
    return opened;
}

bool holds(const Opened& opened, const Log& log, std::size_t from = 0) {
    bool same = !opened.error && opened.lines.size() == log.rows.size() - from && opened.bundle.head == log.head();
    for (std::size_t i = 0; same && i < opened.lines.size(); ++i) {
        same = opened.lines[i] == log.rows[i + from].line && opened.hashes[i] == log.rows[i + from].hash;
    }
    return same;
}

// A bundle whose content is what the test says.
Bytes with_content(const std::string& content) {
    Bytes bytes{'V', 'S', 'T', 'R', 'B', 'N', 'D', '1', 'c'};
    Bytes frame(ZSTD_compressBound(content.size()));
    frame.resize(ZSTD_compress(frame.data(), frame.size(), content.data(), content.size(), 3));
    bytes.insert(bytes.end(), frame.begin(), frame.end());
    return bytes;
}
std::string header_line(const std::string& events) {
    return R"({"bundle":1,"kiosk":")" + kKiosk.value + R"(","first":1,"last":)" + events + R"(,"before":")" +
           std::string(64, '0') + R"(","events":)" + events + "}\n";
}

}  // namespace

TEST_CASE("A bundle that is sealed to many opens with the key of each of them, and with no other") {
    const Log log{40};
    std::uint8_t next = 50;
    const auto key = [&next] {
        return eventlog::make_kiosk_key([&next](std::span<std::uint8_t> to) { std::fill(to.begin(), to.end(), next++); });
    };
    const std::array signers{key(), key()};
    std::vector<std::string> also;
    for (const auto& each : signers) also.push_back(eventlog::box_public_of(each.public_half).value());
    Bytes bytes;
    std::size_t at = 0;
    const auto lines = [&]() -> std::optional<std::string_view> {
        if (at == log.rows.size()) return std::nullopt;
        return log.rows[at++].line;
    };
    const auto make = [&](std::vector<std::string> to) {
        at = 0;
        bytes.clear();
        return eventlog::make_bundle(header_of(log, 0), lines,
                                     {kKioskKey.private_half, kSchoolKey.public_half, std::move(to)},
                                     [&](base::ByteView more) {
                                         bytes.insert(bytes.end(), more.begin(), more.end());
                                         return true;
                                     });
    };
    REQUIRE(make(also));
    CHECK(holds(open(bytes), log));
    for (const auto& each : signers) CHECK(holds(open(bytes, eventlog::box_private_of(each.private_half).value()), log));
    CHECK(open(bytes, eventlog::box_private_of(key().private_half).value()).error == BundleError::wrong_key);
    CHECK(open(bytes, "").error == BundleError::sealed);
    for (std::size_t size = 0; size < bytes.size(); size += 7) {
        CHECK(open(base::ByteView{bytes}.first(size)).error.has_value());
    }
    CHECK(make(std::vector<std::string>(eventlog::kMostBoxes, also[0])).error() == BundleError::wrong_key);
    CHECK(make({"xyz"}).error() == BundleError::wrong_key);
    CHECK_FALSE(eventlog::box_public_of(std::string(64, 'f')));
    CHECK_FALSE(eventlog::box_private_of("12"));
}

TEST_CASE("A bundle, sealed or not, whole or a part, gives back the lines, the hashes and the header") {
    Log log{300};
    log.put(event_with(domain::Rated{domain::MeetingId{"m1"}, domain::PersonId{"p1"}, std::string(2112, 'x')}, 301),
            log.head());
    for (const bool sealed : {false, true}) {
        for (const std::size_t from : {0U, 1U, 299U, 300U}) {
            const Bytes bytes = bundle_of(log, sealed, from);
            const auto opened = open(bytes);
            CHECK(holds(opened, log, from));
            CHECK(opened.bundle.header == header_of(log, from));
            CHECK(holds(open(bytes, kSchoolKey.private_half, kKioskKey.public_half, 1), log, from));
        }
    }
    CHECK(bundle_of(log, false).size() < 60 * log.rows.size());
    const Bytes sealed = bundle_of(log, true);
    CHECK(std::search(sealed.begin(), sealed.end(), kKiosk.value.begin(), kKiosk.value.end()) == sealed.end());
}

TEST_CASE("A large bundle streams through pieces, and its size is no trouble to who opens it") {
    std::mt19937 random{1};
    Log log;
    for (int i = 0; i < 20'000; ++i) log.add(std::to_string(random()) + std::to_string(random()));
    for (const bool sealed : {false, true}) {
        const Bytes bytes = bundle_of(log, sealed);
        CHECK(bytes.size() > 3 * eventlog::kPieceBytes);
        CHECK(holds(open(bytes), log));
        CHECK(holds(open(bytes, kSchoolKey.private_half, kKioskKey.public_half, 1'000), log));
    }
}

TEST_CASE("A bundle cut at any byte is refused, and so is one with something behind it") {
    const Log log{12};
    for (const bool sealed : {false, true}) {
        const Bytes bytes = bundle_of(log, sealed);
        for (std::size_t size = 0; size < bytes.size(); ++size) {
            if (!open(base::ByteView{bytes}.first(size)).error) FAIL("taken at " << size);
        }
        Bytes longer = bytes;
        longer.push_back(0);
        CHECK(open(longer).error);
        longer.pop_back();
        longer.insert(longer.end(), bytes.begin() + 9, bytes.end());  // a second frame
        CHECK(open(longer).error);
    }
}

TEST_CASE("A bundle with any bit flipped is refused, or says the same") {
    const Log log{12};
    for (const bool sealed : {false, true}) {
        const Bytes bytes = bundle_of(log, sealed);
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            for (int bit = 0; bit < 8; ++bit) {
                Bytes changed = bytes;
                changed[i] = static_cast<std::uint8_t>(changed[i] ^ (1 << bit));
                const auto opened = open(changed);
                // Not every bit of zstd's own form says something.
                if (!opened.error && (sealed || !holds(opened, log))) FAIL("taken: byte " << i << " bit " << bit);
            }
        }
    }
}

TEST_CASE("Another's key opens nothing, and another's signature is not believed") {
    const Log log{12};
    const auto other = eventlog::make_school_key([](std::span<std::uint8_t> bytes) {
        for (std::uint8_t& byte : bytes) byte = 77;
    });
    const Bytes sealed = bundle_of(log, true);
    CHECK(open(sealed, other.private_half).error == BundleError::wrong_key);
    CHECK(open(sealed, "").error == BundleError::sealed);
    CHECK(open(sealed, "xyz").error == BundleError::wrong_key);
    CHECK(open(bundle_of(log, false), "").error == std::nullopt);
    CHECK(open(sealed, kSchoolKey.private_half, key_of(3).public_half).error == BundleError::wrong_signature);
    CHECK(open(sealed, kSchoolKey.private_half, "").error == BundleError::wrong_signature);
    CHECK(open({}).error == BundleError::not_a_bundle);
    // Of a kiosk that nobody knows, nothing is read.
    Log stranger;
    auto event = check_in_event(1, "p");
    event.kiosk = domain::KioskId{"stranger"};
    stranger.put(event, eventlog::kGenesis);
    auto header = header_of(stranger);
    header.kiosk = event.kiosk;
    const auto opened = open(*made(stranger, false, header));
    CHECK(opened.error == BundleError::wrong_signature);
    CHECK(opened.lines.empty());
}

TEST_CASE("Numbers follow each other; a gap is taken only before a LogContinued that fits") {
    Log log{10};
    SECTION("a missing line") {
        log.erase(5, 5);
        CHECK(made(log, false, header_of(log)).error() == BundleError::not_in_order);
    }
    SECTION("a doubled line") {
        log.rows.insert(log.rows.begin() + 5, log.rows[4]);
        auto header = header_of(log);
        header.events = 10;
        CHECK(made(log, false, header).error() == BundleError::not_in_order);
    }
    SECTION("a log that went on after damage") {
        log.continue_after({10, base::to_hex(log.head()), {{3, 4}}});
        log.add("after");
        CHECK(holds(open(bundle_of(log, true)), log));
        CHECK(holds(open(bundle_of(log, true, 11)), log, 11));  // from behind it on
        auto header = header_of(log, 10);                       // from it on: before it stands the head that it names
        CHECK(holds(open(*made(log, false, header, 10)), log, 10));
        header.before.fill(1);
        CHECK(made(log, false, header, 10).error() == BundleError::not_in_order);
    }
    SECTION("a tail that was lost before it") {
        const std::string head = base::to_hex(log.head());
        log.continue_after({25, head, {{11, 25}}});
        CHECK(holds(open(bundle_of(log, false)), log));
    }
    SECTION("one that does not fit the line before") {
        log.continue_after({10, std::string(64, '1'), {}});
        CHECK(made(log, false, header_of(log)).error() == BundleError::not_in_order);
    }
    SECTION("a line of another kiosk, or none") {
        auto event = check_in_event(11, "p");
        event.kiosk = domain::KioskId{"other"};
        log.put(event, log.head());
        CHECK(made(log, false, header_of(log)).error() == BundleError::not_an_event);
        log.rows.back().line = "{}";
        CHECK(made(log, false, header_of(log)).error() == BundleError::not_an_event);
    }
    SECTION("a header that promises other lines") {
        auto header = header_of(log);
        header.last = 11;
        header.events = 11;
        CHECK(made(log, false, header).error() == BundleError::not_in_order);
        header = header_of(log);
        header.events = 0;
        CHECK(made(log, false, header).error() == BundleError::damaged);
    }
}

TEST_CASE("A receiver or a drive that says no ends it") {
    const Log log{12};
    int pieces = 0;
    std::size_t next = 0;
    const auto lines = [&]() -> std::optional<std::string_view> {
        return next == log.rows.size() ? std::nullopt : std::optional<std::string_view>{log.rows[next++].line};
    };
    const auto full = eventlog::make_bundle(header_of(log), lines, {kKioskKey.private_half, ""},
                                            [&](base::ByteView) { return ++pieces < 2; });
    CHECK(full.error() == BundleError::refused);
}

TEST_CASE("A small bundle that would unpack to more than there may be is refused early") {
    // Zeros without a line's end, an endless header, an endless line, lines that are no events, too many lines.
    const std::string megabytes(64 << 20, '0');
    CHECK(with_content(megabytes).size() < 10'000);
    CHECK(open(with_content(megabytes)).error == BundleError::too_large);
    const std::string header = header_line("2000000");
    CHECK(open(with_content(header + megabytes)).error == BundleError::too_large);
    CHECK(open(with_content(header + std::string(1 << 20, '\n'))).error == BundleError::not_an_event);
    CHECK(open(with_content(header_line("2000001"))).error == BundleError::too_large);
    // The same line again and again: stopped at the second.
    std::string repeated = header;
    const std::string line = Log{1}.rows.front().line + "\n";
    while (repeated.size() < (16 << 20)) repeated += line;
    const auto opened = open(with_content(repeated));
    CHECK(opened.error == BundleError::not_in_order);
    CHECK(opened.lines.size() == 1);
    CHECK(open(with_content("")).error == BundleError::damaged);
    CHECK(open(with_content("{}\n")).error == BundleError::not_a_bundle);
    CHECK(open(with_content(header)).error == BundleError::damaged);
}

TEST_CASE("A frame that asks for a large window is refused before it gets it") {
    ZSTD_CCtx* compressor = ZSTD_createCCtx();
    ZSTD_CCtx_setParameter(compressor, ZSTD_c_windowLog, 27);
    const std::string content = header_line("1") + std::string(3 << 20, 'x');
    ZSTD_outBuffer out{};
    Bytes bytes(9 + ZSTD_compressBound(content.size()));
    std::memcpy(bytes.data(), "VSTRBND1c", 9);
    out.dst = bytes.data() + 9;
    out.size = bytes.size() - 9;
    ZSTD_inBuffer in{content.data(), content.size(), 0};
    ZSTD_compressStream2(compressor, &out, &in, ZSTD_e_continue);
    REQUIRE(ZSTD_compressStream2(compressor, &out, &in, ZSTD_e_end) == 0);
    ZSTD_freeCCtx(compressor);
    bytes.resize(9 + out.pos);
    CHECK(open(bytes).error == BundleError::damaged);
}
