#include "app/sync/outgoing.h"

#include <algorithm>

#include "app/eventlog/line.h"
#include "platform/base/bytes.h"

namespace syncing {

namespace {

using eventlog::Hash;
using storage::LogLine;

Outgoing misfit(Misfit what, domain::Seq at) {
    Outgoing outgoing;
    outgoing.misfit = what;
    outgoing.at = at;
    return outgoing;
}

bool holds(const Hash& before, const LogLine& line) {
    return eventlog::next_hash(before, line.line) == line.hash;
}

// The hash that a LogContinued goes on from; nothing where the line is none.
struct Continued {
    domain::Seq after = 0;
    Hash named{};
};
std::optional<Continued> continued_at(const LogLine& line) {
    const auto event = eventlog::from_line(line.line);
    if (!event) return std::nullopt;
    const auto* body = std::get_if<domain::LogContinued>(&event->body);
    if (body == nullptr) return std::nullopt;
    Continued continued{body->after, {}};
    const auto bytes = base::from_hex(body->head);
    if (!bytes || bytes->size() != continued.named.size()) return std::nullopt;
    std::copy(bytes->begin(), bytes->end(), continued.named.begin());
    return continued;
}

}  // namespace

Outgoing choose(const domain::KioskId& kiosk, const Place& place, const Lines& read, std::uint64_t most_events) {
    const std::span<const LogLine> lines{read.lines};
    if (lines.empty()) return place.seq == 0 ? Outgoing{} : misfit(Misfit::ends_before, place.seq);
    Outgoing outgoing;
    std::optional<Hash> before = place.seq == 0 ? eventlog::kGenesis : place.hash;
    if (place.seq > 0 && lines.front().seq == place.seq) {
        if (place.hash && *place.hash != lines.front().hash) return misfit(Misfit::differs, place.seq);
        before = lines.front().hash;
        outgoing.skip = 1;
    } else if (read.before && lines.front().seq == place.seq + 1) {
        if (place.seq > 0 && place.hash && *place.hash != *read.before) return misfit(Misfit::differs, place.seq);
        before = read.before;
    }
    if (outgoing.skip == lines.size()) return outgoing;

    const LogLine& first = lines[outgoing.skip];
    const bool next = first.seq == place.seq + 1;
    if (!next || !before || !holds(*before, first)) {
        const auto continued = continued_at(first);
        if (continued) {
            const bool contradicts = continued->after == place.seq && place.seq > 0 && before &&
                                     continued->named != eventlog::kGenesis && continued->named != *before;
            if (contradicts) return misfit(Misfit::differs, place.seq);
            if (!holds(continued->named, first)) return misfit(Misfit::damaged, first.seq);
            before = continued->named;
        } else if (first.seq <= place.seq) {
            return misfit(Misfit::damaged, first.seq);
        } else if (!next) {
            Outgoing hole = misfit(Misfit::hole, place.seq + 1);
            hole.next = first.seq;
            return hole;
        } else if (!before) {
            return misfit(Misfit::not_known, place.seq);
        } else {
            // The hash before it is either ours, or what others say.
            const bool ours = outgoing.skip == 1 || place.seq == 0 || read.before == before;
            return ours ? misfit(Misfit::damaged, first.seq) : misfit(Misfit::differs, place.seq);
        }
    }

    outgoing.header = {kiosk, first.seq, first.seq, *before, 1};
    const LogLine* last = &first;
    for (const LogLine& line : lines.subspan(outgoing.skip + 1)) {
        if (outgoing.header.events >= most_events || line.seq != last->seq + 1 || !holds(last->hash, line)) break;
        last = &line;
        outgoing.header.last = line.seq;
        ++outgoing.header.events;
    }
    return outgoing;
}

base::Result<base::Bytes, eventlog::BundleError> make_body(const Outgoing& outgoing, std::span<const LogLine> lines,
                                                           const std::string& kiosk_private) {
    const auto chosen = lines.subspan(outgoing.skip, outgoing.header.events);
    std::size_t most = eventlog::kMaxHeaderBytes;  // and the signature's line
    for (const LogLine& each : chosen) most += each.line.size() + 1;
    base::Bytes body;
    body.reserve(most);
    std::size_t next = 0;
    const auto line = [&]() -> std::optional<std::string_view> {
        if (next == chosen.size()) return std::nullopt;
        return chosen[next++].line;
    };
    const auto sink = [&](base::ByteView more) {
        body.insert(body.end(), more.begin(), more.end());
        return true;
    };
    const auto made = eventlog::make_bundle(outgoing.header, line, {kiosk_private, {}}, sink);
    if (!made) return base::failure(made.error());
    body.shrink_to_fit();
    return body;
}

}  // namespace syncing
