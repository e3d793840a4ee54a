#include "app/eventlog/audit.h"

#include <algorithm>
#include <limits>
#include <tuple>

#include "app/eventlog/line.h"
#include "platform/base/bytes.h"

namespace eventlog {

namespace {

using domain::LostRange;
using domain::Seq;

// A hostile log names more losses than anybody reads: the last range then grows over the rest.
constexpr std::size_t kMostRangesTold = 4096;

// The number that the line says it has; 0 where it is not an event.
Seq number_of(std::string_view line) {
    const auto event = from_line(line);
    return event ? event->seq : 0;
}

// The line would hold if only its number were the right one: a digit of it was changed.
bool holds_with_number(const Hash& before, std::string_view line, Seq says, Seq seq, std::string_view stored) {
    const std::string wrong = ",\"seq\":" + std::to_string(says) + ",";
    const auto at = line.find(wrong);
    if (at == std::string_view::npos) return false;
    std::string mended{line};
    mended.replace(at, wrong.size(), ",\"seq\":" + std::to_string(seq) + ",");
    return base::as_text(next_hash(before, mended)) == stored;
}

void add_lost(std::vector<LostRange>& to, const LostRange& range) {
    if (!to.empty() && to.size() >= kMostRangesTold) {
        to.back().last = std::max(to.back().last, range.last);
    } else {
        to.push_back(range);
    }
}

}  // namespace

Audit::Audit(domain::KioskId kiosk, std::vector<Anchor> anchors, std::vector<Checkpoint> own,
             std::vector<Checkpoint> shown)
    : kiosk_(std::move(kiosk)), anchors_(std::move(anchors)) {
    std::sort(anchors_.begin(), anchors_.end(), [](const Anchor& a, const Anchor& b) { return a.seq < b.seq; });
    const auto take = [this](const std::vector<Checkpoint>& checkpoints, bool are_own) {
        for (const Checkpoint& each : checkpoints) {
            if (each.kiosk == kiosk_) witnesses_.push_back({each.seq, each.hash, are_own});
        }
    };
    take(own, true);
    take(shown, false);
    // Of two that say the same, the log's own comes first and stays.
    std::stable_sort(witnesses_.begin(), witnesses_.end(),
                     [](const Witness& a, const Witness& b) { return a.seq < b.seq; });
    const auto same = [](const Witness& a, const Witness& b) { return a.seq == b.seq && a.hash == b.hash; };
    witnesses_.erase(std::unique(witnesses_.begin(), witnesses_.end(), same), witnesses_.end());
    if (!witnesses_.empty()) report_.accepted_up_to = witnesses_.back().seq;
    own.insert(own.end(), shown.begin(), shown.end());
    std::erase_if(own, [this](const Checkpoint& each) { return each.kiosk != kiosk_; });
    if (const auto fork = find_fork(own)) note(Flaw::forked, *fork, *fork);
}

bool Audit::broke(Flaw flaw, Seq first, Seq last) {
    broken_ = true;
    report_.chain_holds = false;
    report_.findings.insert(report_.findings.begin(), Finding{flaw, first, last});
    return false;
}

void Audit::note(Flaw flaw, Seq first, Seq last) {
    const bool known = std::any_of(report_.findings.begin(), report_.findings.end(),
                                   [flaw](const Finding& each) { return each.flaw == flaw; });
    if (!known) report_.findings.push_back({flaw, first, last});
}

// The chain has this hash at seq. Checkpoints of numbers before it that no line has cannot be compared.
void Audit::compare_up_to(Seq seq, const Hash& hash) {
    for (; next_witness_ < witnesses_.size() && witnesses_[next_witness_].seq <= seq; ++next_witness_) {
        const Witness& witness = witnesses_[next_witness_];
        if (witness.seq < seq) continue;
        if (witness.hash == hash) {
            report_.confirmed_up_to = seq;
        } else {
            note(witness.own ? Flaw::rewritten : Flaw::forked, report_.confirmed_up_to + 1, seq);
        }
    }
}

void Audit::begin_behind_pruned(Seq first) {
    if (begun_) return;
    begun_ = true;
    const Anchor* pruned = nullptr;
    for (const Anchor& anchor : anchors_) {
        if (anchor.kind == Anchor::Kind::pruned && anchor.seq < first) pruned = &anchor;
    }
    if (pruned == nullptr || first == 1) return;
    report_.last = report_.pruned_up_to = pruned->seq;
    report_.head = pruned->hash;
    compare_up_to(pruned->seq, pruned->hash);
    if (report_.accepted_up_to < pruned->seq) note(Flaw::pruned_early, report_.accepted_up_to + 1, pruned->seq);
}

// Over the numbers between the last line and this one, by an anchor.
bool Audit::bridge(Seq seq) {
    if (seq == report_.last + 1) return true;
    while (next_anchor_ < anchors_.size() && anchors_[next_anchor_].seq < seq - 1) ++next_anchor_;
    for (std::size_t i = next_anchor_; i < anchors_.size() && anchors_[i].seq == seq - 1; ++i) {
        if (anchors_[i].kind != Anchor::Kind::gap) continue;
        unnamed_.push_back({report_.last + 1, seq - 1});
        report_.last = seq - 1;
        report_.head = anchors_[i].hash;
        compare_up_to(report_.last, report_.head);
        return true;
    }
    return broke(Flaw::deleted, report_.last + 1, seq - 1);
}

// What anchors bridged has to be named by a LogContinued, this one or a later one: damage may come to the lines before
// an earlier damage too.
void Audit::take_named(const std::vector<LostRange>& missing) {
    std::vector<LostRange> left;
    for (LostRange gap : unnamed_) {
        for (const LostRange& range : missing) {
            if (range.last < gap.first || range.first > gap.last) continue;
            if (range.first > gap.first) left.push_back({gap.first, range.first - 1});
            gap.first = range.last + 1;
            if (gap.first > gap.last) break;
        }
        if (gap.first <= gap.last) left.push_back(gap);
    }
    unnamed_ = std::move(left);
}

// Over damage: the chain goes on from the hash that the line names.
bool Audit::continue_with(Seq seq, const domain::LogContinued& body) {
    const Seq last = report_.last;
    if (body.after < last) return broke(Flaw::inserted, body.after + 1, last);
    Hash head{};
    const auto bytes = base::from_hex(body.head);
    if (bytes && bytes->size() == head.size()) std::copy(bytes->begin(), bytes->end(), head.begin());
    const bool head_known = head != kGenesis;
    if (body.after > last) {
        unnamed_.push_back({last + 1, body.after});
        if (head_known) compare_up_to(body.after, head);
    } else if (last != 0 && head_known && head != report_.head) {
        note(Flaw::rewritten, report_.confirmed_up_to + 1, last);
    }
    for (const LostRange& range : body.missing) add_lost(report_.lost, range);
    // What others hold above the last known number is lost here too, whether or not the log knew it.
    Seq held = body.after;
    for (std::size_t i = next_witness_; i < witnesses_.size() && witnesses_[i].seq < seq; ++i) held = witnesses_[i].seq;
    if (!body.missing.empty()) held = held > body.missing.back().last ? held : body.after;
    if (held > body.after) add_lost(report_.lost, {body.after + 1, held});
    take_named(body.missing);
    report_.last = seq - 1;
    report_.head = head;
    return true;
}

bool Audit::step(Seq seq, std::string_view line, std::string_view stored_hash) {
    if (broken_) {
        if (displaced_) look_behind(seq, line);
        return displaced_.has_value();
    }
    begin_behind_pruned(seq);
    if (seq <= report_.last) return broke(Flaw::inserted, seq, 0);
    const auto event = from_line(line);
    const Seq says = event ? event->seq : 0;
    const auto* continued = event && says == seq ? std::get_if<domain::LogContinued>(&event->body) : nullptr;
    if (!(continued != nullptr ? continue_with(seq, *continued) : bridge(seq))) return false;
    const Hash hash = next_hash(report_.head, line);
    if (base::as_text(hash) != stored_hash) {
        if (says == 0 || says == seq || holds_with_number(report_.head, line, says, seq, stored_hash))
            return broke(Flaw::changed, seq, 0);
        displaced_ = Displaced{seq, says};
        broken_ = true;
        return true;
    }
    if (says != seq || event->kiosk != kiosk_) return broke(Flaw::forged, seq, 0);
    ++report_.events;
    report_.last = seq;
    report_.head = hash;
    compare_up_to(seq, hash);
    return true;
}

void Audit::look_behind(Seq row, std::string_view line) {
    const Seq says = number_of(line);
    if (row == displaced_->row + 1) displaced_->next_says = says;
    if (says == displaced_->row && displaced_->found == 0) displaced_->found = row;
    if (says == displaced_->says) displaced_->says_again = true;
}

void Audit::classify() {
    const Displaced& it = *displaced_;
    if (it.found == 0) {
        if (it.next_says == it.row + 1) {
            broke(Flaw::changed, it.row, 0);
        } else if (it.says < it.row) {
            broke(Flaw::inserted, it.row, 0);
        } else {
            broke(Flaw::deleted, it.row, it.says - 1);
        }
    } else if (it.says == it.found) {
        broke(Flaw::swapped, it.row, it.found);
    } else if (it.says < it.row || it.says_again) {
        broke(Flaw::inserted, it.row, 0);
    } else {
        broke(Flaw::swapped, it.row, 0);
    }
}

AuditReport Audit::finish() {
    begin_behind_pruned(std::numeric_limits<Seq>::max());
    if (displaced_) classify();
    if (!broken_ && report_.last == 0) broke(Flaw::deleted, 1, 1);
    if (!broken_ && !unnamed_.empty()) broke(Flaw::deleted, unnamed_.front().first, unnamed_.front().last);
    if (!broken_ && next_witness_ < witnesses_.size()) {
        const bool own = std::any_of(witnesses_.begin() + static_cast<std::ptrdiff_t>(next_witness_), witnesses_.end(),
                                     [](const Witness& each) { return each.own; });
        note(own ? Flaw::tail_cut : Flaw::rolled_back, report_.last + 1, witnesses_.back().seq);
    }
    return report_;
}

std::optional<Seq> find_fork(std::span<const Checkpoint> checkpoints) {
    std::vector<const Checkpoint*> ordered;
    ordered.reserve(checkpoints.size());
    for (const Checkpoint& each : checkpoints) ordered.push_back(&each);
    std::sort(ordered.begin(), ordered.end(), [](const Checkpoint* a, const Checkpoint* b) {
        return std::tie(a->seq, a->kiosk) < std::tie(b->seq, b->kiosk);
    });
    for (std::size_t i = 1; i < ordered.size(); ++i) {
        const Checkpoint &a = *ordered[i - 1], &b = *ordered[i];
        if (a.seq == b.seq && a.kiosk == b.kiosk && a.hash != b.hash) return a.seq;
    }
    return std::nullopt;
}

}  // namespace eventlog
