#include "app/server/store/taking_in.h"

#include "app/eventlog/checkpoint.h"
#include "app/server/store/meeting_lines.h"
#include "platform/base/check.h"

namespace server {

namespace {

// A kiosk that sends nothing new is noted this often, so that asking costs no write.
constexpr std::chrono::minutes kHeardAgain{1};

std::optional<Refusal> refusal_of(eventlog::BundleError error) {
    using eventlog::BundleError;
    switch (error) {
        case BundleError::not_a_bundle: return Refusal::not_a_bundle;
        case BundleError::sealed:
        case BundleError::wrong_key: return Refusal::sealed;
        case BundleError::damaged:
        case BundleError::not_an_event: return Refusal::damaged;
        case BundleError::too_large: return Refusal::too_large;
        case BundleError::not_in_order: return Refusal::not_in_order;
        case BundleError::wrong_signature: return Refusal::wrong_signature;
        case BundleError::refused: return Refusal::storage;
    }
    return Refusal::damaged;
}

}  // namespace

TakingIn::TakingIn(Connection& connection, const Delivery& delivery, domain::Instant now)
    : connection_(connection), delivery_(delivery), now_(now) {}

TakingIn::Outcome TakingIn::run(const eventlog::Source& from) {
    bool is_unknown = false;
    // An exception does not go through the reader of bundles: it ends the reading, and goes on from here.
    const auto key = [&](const domain::KioskId& kiosk) -> std::optional<std::string> {
        try {
            auto found = key_of(kiosk);
            is_unknown = !found;
            return found;
        } catch (...) {
            thrown_ = std::current_exception();
            return std::nullopt;
        }
    };
    const auto each = [&](const domain::Event& event, std::string_view line, const eventlog::Hash& hash) {
        try {
            return take(event, line, hash);
        } catch (...) {
            thrown_ = std::current_exception();
            return false;
        }
    };
    const auto opened = eventlog::open_bundle(from, key, delivery_.school_private, each);
    if (thrown_) std::rethrow_exception(thrown_);
    if (!opened) {
        outcome_.refused = is_unknown      ? Refusal::unknown_kiosk
                           : is_too_long() ? Refusal::too_large
                                           : refusal_of(opened.error());
        return outcome_;
    }
    outcome_.is_signed = true;
    if (!delivery_.school.empty() && delivery_.school != outcome_.school) {
        outcome_.refused = Refusal::another_school;
    } else if (!is_active_) {
        outcome_.refused = Refusal::revoked;
    } else if (verdict_) {
        outcome_.refused = verdict_;
        if (verdict_ == Refusal::gap) outcome_.named = std::move(named_);
    } else {
        finish(opened->header);
    }
    return outcome_;
}

// The kiosk's row is ours from here to the end of the transaction.
std::optional<std::string> TakingIn::key_of(const domain::KioskId& kiosk) {
    std::string school, public_key, state, head;
    long long held = 0, last_heard = 0;
    connection_.sql() << "SELECT kiosks.school, kiosks.public_key, kiosks.state, kiosks.held, " +
                             connection_.dialect().hex_of("kiosks.head") +
                             ", kiosks.last_heard, schools.acceptor_private FROM kiosks JOIN schools ON schools.id = "
                             "kiosks.school WHERE kiosks.id = :kiosk" +
                             connection_.dialect().lock_row_of("kiosks"),
        soci::into(school), soci::into(public_key), soci::into(state), soci::into(held), soci::into(head),
        soci::into(last_heard), soci::into(acceptor_private_), soci::use(kiosk.value, "kiosk");
    if (!connection_.sql().got_data()) return std::nullopt;
    outcome_.school = SchoolId{school};
    outcome_.kiosk = kiosk;
    outcome_.held = newest_ = {seq_of(held), hash_of(head)};
    last_heard_ = instant_of(last_heard);
    is_active_ = state == "active";
    hashes_.emplace(connection_, outcome_.school, kiosk);
    spans_.emplace(connection_, outcome_.school, kiosk);
    connection_.event_insert().begin(outcome_.school.value, kiosk.value);
    // What will be refused is read for its signature alone.
    if (!is_active_) verdict_ = Refusal::revoked;
    if (!delivery_.school.empty() && delivery_.school != outcome_.school) verdict_ = Refusal::another_school;
    return public_key;
}

bool TakingIn::take(const domain::Event& event, std::string_view line, const eventlog::Hash& hash) {
    if (const auto* continued = std::get_if<domain::LogContinued>(&event.body)) {
        const std::size_t room = kMostSpans - std::min(kMostSpans, named_.size());
        const auto& missing = continued->missing;
        named_.insert(named_.end(), missing.begin(),
                      missing.begin() + static_cast<std::ptrdiff_t>(std::min(room, missing.size())));
    }
    content_ += line.size() + 1;
    if (is_too_long()) return false;
    if (!verdict_) verdict_ = place(event, line, hash);
    previous_ = event.seq;
    return true;
}

std::optional<Refusal> TakingIn::place(const domain::Event& event, std::string_view line, const eventlog::Hash& hash) {
    const domain::Seq seq = event.seq;
    if (seq <= outcome_.held.seq) return compare(seq, line, hash);
    if (auto wrong = check_end_of_found()) return wrong;
    if (const auto* continued = std::get_if<domain::LogContinued>(&event.body)) {
        if (auto refused = jump(seq, *continued)) return refused;
    } else if (seq > newest_.seq + 1) {
        // Only the first line of a bundle: all others follow the one before.
        if (!spans_->are_absent(newest_.seq + 1, seq - 1)) return Refusal::gap;
        behind_hole_ = true;
    } else if (!is_new() && eventlog::next_hash(newest_.head, line) != hash) {
        return Refusal::fork;
    }
    append(seq, line, hash);
    newest_ = {seq, hash};
    return std::nullopt;
}

// A number up to what is held.
std::optional<Refusal> TakingIn::compare(domain::Seq seq, std::string_view line, const eventlog::Hash& hash) {
    if (const auto held = hashes_->at(seq)) {
        if (*held != hash) return Refusal::fork;
        found_ = {};
        return std::nullopt;
    }
    const bool is_absent = spans_->are_absent(seq, seq);
    if (!is_absent && !spans_->is_open(seq)) return Refusal::fork;
    if (previous_ == 0) {
        const auto before = seq > 1 ? hashes_->look_up(seq - 1) : std::nullopt;
        if (before && eventlog::next_hash(*before, line) != hash) return Refusal::fork;
        behind_hole_ = !before && seq > 1;
    }
    append(seq, line, hash);
    found_ = {seq, hash};
    if (!is_absent) {
        if (overhangs_.empty() || overhangs_.back().last + 1 != seq)
            overhangs_.push_back({Span::Kind::overhang, seq, seq});
        overhangs_.back().last = seq;
    }
    if (late_from_ == 0) late_from_ = seq;  // they come ascending
    return std::nullopt;
}

// What was found again must fit what follows it, where that was taken with nothing before it.
std::optional<Refusal> TakingIn::check_end_of_found() {
    if (found_.seq == 0) return std::nullopt;
    const auto bridge = spans_->bridge_at(found_.seq);
    const bool is_head = found_.seq == outcome_.held.seq;
    const bool fits = (!bridge || *bridge == found_.head) && (!is_head || found_.head == outcome_.held.head);
    found_ = {};
    return fits ? std::nullopt : std::optional{Refusal::fork};
}

// A LogContinued above what is held.
std::optional<Refusal> TakingIn::jump(domain::Seq seq, const domain::LogContinued& continued) {
    const domain::Seq after = continued.after;
    if (after >= seq) return Refusal::fork;
    if (after > newest_.seq && !spans_->are_absent(newest_.seq + 1, after, named_)) return Refusal::gap;
    const eventlog::Hash named = hash_of(continued.head);
    if (after <= newest_.seq && named != eventlog::kGenesis) {
        const auto held = after == newest_.seq ? std::optional{newest_.head} : hashes_->look_up(after);
        if (held && *held != named) return Refusal::fork;
    }
    if (after < newest_.seq) overhangs_.push_back({Span::Kind::overhang, after + 1, newest_.seq});
    const domain::Seq first_open = std::max(after, newest_.seq) + 1;
    if (first_open < seq) open_.push_back({Span::Kind::open, first_open, seq - 1});
    return std::nullopt;
}

void TakingIn::append(domain::Seq seq, std::string_view line, const eventlog::Hash& hash) {
    connection_.event_insert().add(seq, line, hash);
    ++outcome_.accepted.added;
}

void TakingIn::finish(const eventlog::BundleHeader& header) {
    if (check_end_of_found()) {
        outcome_.refused = Refusal::fork;
        return;
    }
    connection_.event_insert().flush();
    if (late_from_ != 0) MeetingLines::go_back(connection_, outcome_.school, outcome_.kiosk, late_from_);
    if (behind_hole_) spans_->add({Span::Kind::bridge, header.first - 1, header.first - 1, header.before});
    for (const auto* spans : {&overhangs_, &open_}) {
        for (const Span& span : *spans) spans_->add(span);
    }
    if (outcome_.accepted.added > 0) spans_->add_lost(named_);
    outcome_.accepted.school = outcome_.school;
    outcome_.accepted.kiosk = outcome_.kiosk;
    outcome_.accepted.held = newest_;
    if (is_new() || now_ - last_heard_ >= kHeardAgain) {
        const long long held = number_of(newest_.seq), heard = number_of(now_);
        const std::string head = connection_.dialect().bound(newest_.head);
        connection_.sql() << "UPDATE kiosks SET held = :held, head = " + connection_.dialect().bytes_of(":head") +
                                 ", last_heard = :heard WHERE school = :school AND id = :kiosk",
            soci::use(held, "held"), soci::use(head, "head"), soci::use(heard, "heard"),
            soci::use(outcome_.school.value, "school"), soci::use(outcome_.kiosk.value, "kiosk");
    }
    outcome_.accepted.checkpoint = checkpoint();
}

// Of one number only one is signed.
std::string TakingIn::checkpoint() {
    const long long seq = number_of(newest_.seq);
    std::string line;
    if (!is_new()) {
        connection_.sql() << "SELECT line FROM checkpoints WHERE school = :school AND kiosk = :kiosk AND seq = :seq",
            soci::into(line), soci::use(outcome_.school.value, "school"), soci::use(outcome_.kiosk.value, "kiosk"),
            soci::use(seq, "seq");
        if (!line.empty()) return line;
    }
    eventlog::Checkpoint checkpoint;
    checkpoint.kiosk = outcome_.kiosk;
    checkpoint.seq = newest_.seq;
    checkpoint.hash = newest_.head;
    checkpoint.accepted_at = now_;
    const auto is_signed = eventlog::sign_checkpoint(checkpoint, acceptor_private_);
    VS_CHECK(is_signed);
    const long long accepted_at = number_of(now_);
    connection_.sql()
        << "INSERT INTO checkpoints (school, kiosk, seq, line, accepted_at) VALUES (:school, :kiosk, :seq, "
           ":line, :accepted_at)",
        soci::use(outcome_.school.value, "school"), soci::use(outcome_.kiosk.value, "kiosk"), soci::use(seq, "seq"),
        soci::use(*is_signed, "line"), soci::use(accepted_at, "accepted_at");
    return *is_signed;
}

}  // namespace server
