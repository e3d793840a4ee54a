#include <cstdlib>
#include <random>

#include "tests/unit/server/test_server.h"

using namespace server_test;
using server::Refusal;

namespace {

// Seeded; the same on every machine, which the distributions of <random> are not.
class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    std::size_t below(std::size_t limit) { return static_cast<std::size_t>(engine_() % limit); }
    bool one_in(std::size_t chances) { return below(chances) == 0; }
    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
    }

  private:
    std::mt19937_64 engine_;
};

// Histories of all kinds: some kiosks have had damage, after or before they had sent what they lost.
KioskLog history(Dice& dice, const std::string& id) {
    KioskLog log{id, static_cast<std::uint8_t>(20 + dice.below(100))};
    log.check_in(static_cast<int>(3 + dice.below(12)), "p");
    if (dice.one_in(3)) log.put_unknown("later", "{}");
    if (dice.one_in(2)) {
        log.continue_after(log.last(), dice.one_in(2) ? std::optional{log.head()} : std::nullopt, {});
        log.check_in(static_cast<int>(dice.below(6)));
    }
    return log;
}

struct Piece {
    const KioskLog* log = nullptr;
    base::Bytes bytes;
    bool is_cut = false;
};

// Pieces that together are the whole log, with overlaps and repetitions.
void add_pieces(Dice& dice, const KioskLog& log, std::vector<Piece>& to) {
    const auto& rows = log.rows();
    for (std::size_t next = 0; next < rows.size();) {
        const std::size_t from = next - dice.below(std::min<std::size_t>(next, 4) + 1);
        const std::size_t last = std::min(rows.size() - 1, next + dice.below(7));
        const Piece piece{&log, log.bundle(rows[from].seq, rows[last].seq), false};
        to.push_back(piece);
        if (dice.one_in(4)) to.push_back(piece);
        if (dice.one_in(10)) {
            Piece cut = piece;
            cut.bytes.resize(dice.below(cut.bytes.size()));
            cut.is_cut = true;
            to.push_back(cut);
        }
        next = last + 1;
    }
}

// What its engine does: from what the server holds on.
void send_the_rest(TestServer& server, Dice& dice, const KioskLog& log) {
    const auto& rows = log.rows();
    auto held = server->ingest(source_of(log.bundle(rows[0].seq, rows[0].seq)), {})->held;
    while (held.seq < log.last()) {
        std::size_t from = 0;
        while (rows[from].seq <= held.seq) ++from;
        const std::size_t last = std::min(rows.size() - 1, from + 5 + dice.below(15));
        held = server.taken(log.bundle(rows[from].seq, rows[last].seq)).held;
    }
}

void one_order(TestServer& server, const server::SchoolId& school, std::uint64_t seed) {
    INFO("seed " << seed);
    Dice dice{seed};
    std::vector<KioskLog> logs;
    for (int i = 0; i < 2; ++i) {
        logs.push_back(history(dice, "k" + std::to_string(seed) + "-" + std::to_string(i)));
        server.add(school, logs.back());
    }
    std::vector<Piece> pieces;
    for (const KioskLog& log : logs) add_pieces(dice, log, pieces);
    // Thrown together, or almost as they were sent.
    if (dice.one_in(2)) {
        dice.shuffle(pieces);
    } else {
        for (std::size_t i = 1; i < pieces.size(); ++i) {
            if (dice.one_in(3)) std::swap(pieces[i - 1], pieces[i]);
        }
    }
    for (const Piece& piece : pieces) {
        const auto result = server->ingest(source_of(piece.bytes, 1 + dice.below(2'000)), {});
        if (piece.is_cut) {
            CHECK_FALSE(result);
        } else if (!result) {
            CHECK(result.error().why == Refusal::gap);
        }
        if (dice.one_in(100)) server.reopen();
    }
    for (const KioskLog& log : logs) send_the_rest(server, dice, log);
    for (const KioskLog& log : logs) {
        CHECK(server.holds(school, log));
        CHECK(server->audit(school, log.id())->findings.empty());
    }
}

}  // namespace

TEST_CASE(
    "The same events in any order of bundles, with repetitions, overlaps and interruptions, end in the same state") {
    // Cut bundles are parked, and are not what this is about.
    TestServer server{ON_BOTH, {.parked_bundles_of_one = 1'000'000, .parked_bytes_of_one = std::uint64_t{1} << 40}};
    const auto school = server.school();
    // VSTRECHA_ORDERS: how many.
    const char* const asked = std::getenv("VSTRECHA_ORDERS");
    const std::uint64_t orders = asked == nullptr ? 250 : std::strtoull(asked, nullptr, 10);
    for (std::uint64_t seed = 1; seed <= orders; ++seed) one_order(server, school, seed);
    CHECK(server->kiosks(school)->size() == 2 * orders);
}
