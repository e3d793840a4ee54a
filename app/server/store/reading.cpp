// The parts of Store that take bundles in and read them back.
#include "app/server/store/spans.h"
#include "app/server/store/state.h"
#include "app/server/store/taking_in.h"

namespace server {

namespace {

constexpr std::size_t kPage = 500;
constexpr std::size_t kCheckpointPage = 1000;

StoreResult<std::vector<HeldLine>> page_of(Database& database, const SchoolId& school, const domain::KioskId& kiosk,
                                           domain::Seq first) {
    return database.run([&](Connection& connection) -> StoreResult<std::vector<HeldLine>> {
        std::vector<long long> seqs(kPage);
        std::vector<std::string> lines(kPage), hashes(kPage);
        const long long from = number_of(first);
        connection.sql() << "SELECT seq, line, " + connection.dialect().hex_of("hash") +
                                " FROM events WHERE school = :school AND kiosk = :kiosk AND seq >= :first ORDER BY seq "
                                "LIMIT " +
                                std::to_string(kPage),
            soci::into(seqs), soci::into(lines), soci::into(hashes), soci::use(school.value, "school"),
            soci::use(kiosk.value, "kiosk"), soci::use(from, "first");
        std::vector<HeldLine> page;
        for (std::size_t i = 0; i < seqs.size(); ++i) {
            page.push_back({seq_of(seqs[i]), std::move(lines[i]), hash_of(hashes[i])});
        }
        return page;
    });
}

}  // namespace

base::Result<Accepted, Refused> Store::ingest(const eventlog::Source& from, const Delivery& delivery) {
    const Limits& limits = state_->limits;
    if (!delivery.school.empty()) {
        if (const auto known = school(delivery.school); !known) {
            const bool later = known.error().kind == StoreErrorKind::try_later;
            return base::failure(
                Refused{later ? Refusal::try_later : Refusal::another_school, {}, false, known.error().detail});
        }
    }
    BundleSource source{from, limits.bundle_bytes, limits.parked_bytes};
    const domain::Instant now = state_->ports.clock.read().wall;
    auto outcome = state_->database->run([&](Connection& connection) -> StoreResult<TakingIn::Outcome> {
        Transaction transaction{connection};
        TakingIn taking{connection, delivery, now};
        auto taken = taking.run([&source](std::span<std::uint8_t> to) { return source.read(to); });
        if (!taken.refused) transaction.commit();
        return taken;
    });
    if (!outcome) {
        const bool later = outcome.error().kind == StoreErrorKind::try_later;
        return base::failure(
            Refused{later ? Refusal::try_later : Refusal::storage, {}, false, std::move(outcome.error().detail)});
    }
    if (!outcome->refused) return std::move(outcome->accepted);

    if (!outcome->named.empty()) {
        // Where this fails, the kiosk sends it again.
        const auto remembered = state_->database->change([&](Connection& connection) -> StoreResult<void> {
            Spans{connection, outcome->school, outcome->kiosk}.add_lost(outcome->named);
            return {};
        });
        if (!remembered) return base::failure(Refused{Refusal::try_later, {}, false, remembered.error().detail});
    }
    source.read_to_the_end();
    Refused refused{source.is_too_large() ? Refusal::too_large : *outcome->refused};
    refused.kiosk = outcome->kiosk;
    const bool is_gap = refused.why == Refusal::gap;
    if (is_gap || refused.why == Refusal::fork) refused.held = outcome->held;
    if (is_gap && delivery.by == Delivery::By::kiosk) return base::failure(std::move(refused));
    Parking::Bundle bundle{outcome->school, outcome->kiosk, outcome->is_signed, refused.why, now};
    if (!delivery.school.empty() && delivery.school != outcome->school) {
        // Whoever brought it sees it; whose it really is stays in the bundle.
        bundle.school = delivery.school;
        bundle.kiosk = {};
        bundle.is_signed = false;
    }
    if (const auto put = state_->parking.put(bundle, source)) {
        refused.is_parked = *put;
    } else {
        refused.detail = put.error().detail;
    }
    return base::failure(std::move(refused));
}

StoreResult<Held> Store::held(const SchoolId& school, const domain::KioskId& kiosk) {
    const auto found = this->kiosk(school, kiosk);
    if (!found) return base::failure(found.error());
    return found->held;
}

StoreResult<void> Store::read_lines(const SchoolId& school, const domain::KioskId& kiosk, domain::Seq first,
                                    const std::function<bool(const HeldLine&)>& each) {
    if (const auto known = this->kiosk(school, kiosk); !known) return base::failure(known.error());
    while (true) {
        const auto page = page_of(*state_->database, school, kiosk, first);
        if (!page) return base::failure(page.error());
        for (const HeldLine& line : *page) {
            if (!each(line)) return {};
        }
        if (page->size() < kPage) return {};
        first = page->back().seq + 1;
    }
}

StoreResult<std::vector<std::string>> Store::checkpoints(const SchoolId& school, const domain::KioskId& kiosk) {
    if (const auto known = this->kiosk(school, kiosk); !known) return base::failure(known.error());
    return state_->database->run([&](Connection& connection) -> StoreResult<std::vector<std::string>> {
        std::vector<std::string> all;
        long long after = 0;
        while (true) {
            std::vector<long long> seqs(kCheckpointPage);
            std::vector<std::string> lines(kCheckpointPage);
            connection.sql() << "SELECT seq, line FROM checkpoints WHERE school = :school AND kiosk = :kiosk AND seq > "
                                ":after ORDER BY seq LIMIT " +
                                    std::to_string(kCheckpointPage),
                soci::into(seqs), soci::into(lines), soci::use(school.value, "school"), soci::use(kiosk.value, "kiosk"),
                soci::use(after, "after");
            all.insert(all.end(), lines.begin(), lines.end());
            if (seqs.size() < kCheckpointPage) return all;
            after = seqs.back();
        }
    });
}

StoreResult<ParkedList> Store::parked(const SchoolId& school) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->parking.list(school);
}

StoreResult<std::string> Store::parked_bytes(const SchoolId& school, std::int64_t id) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->parking.bytes(school, id);
}

StoreResult<void> Store::mark_parked_seen(const SchoolId& school, std::int64_t id) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->parking.mark_seen(school, id);
}

StoreResult<void> Store::discard_parked(const SchoolId& school, std::int64_t id) {
    if (const auto known = this->school(school); !known) return base::failure(known.error());
    return state_->parking.discard(school, id);
}

StoreResult<ParkedList> Store::unclaimed() {
    return state_->parking.list({});
}

StoreResult<std::string> Store::unclaimed_bytes(std::int64_t id) {
    return state_->parking.bytes({}, id);
}

StoreResult<void> Store::mark_unclaimed_seen(std::int64_t id) {
    return state_->parking.mark_seen({}, id);
}

StoreResult<void> Store::discard_unclaimed(std::int64_t id) {
    return state_->parking.discard({}, id);
}

}  // namespace server
