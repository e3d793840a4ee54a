#include "tests/simulation/server.h"

#include <algorithm>

#include "app/eventlog/bundle.h"
#include "app/eventlog/checkpoint.h"
#include "platform/base/bytes.h"

namespace simulation {

namespace {

using domain::Seq;
using storage::LogLine;
using syncing::Response;

Response error(int status, const std::string& name) {
    return {status, {}, R"({"error":")" + name + "\"}"};
}

std::string escaped(std::string_view text) {
    std::string to;
    for (const char each : text) {
        if (each == '"' || each == '\\') to += '\\';
        to += each;
    }
    return to;
}

const LogLine* at(const std::vector<LogLine>& lines, Seq seq) {
    const auto found = std::lower_bound(lines.begin(), lines.end(), seq,
                                        [](const LogLine& line, Seq than) { return line.seq < than; });
    return found != lines.end() && found->seq == seq ? &*found : nullptr;
}

std::string held_members(const std::vector<LogLine>& lines) {
    const Seq held = lines.empty() ? 0 : lines.back().seq;
    const eventlog::Hash head = lines.empty() ? eventlog::kGenesis : lines.back().hash;
    return "\"held\":" + std::to_string(held) + ",\"head\":\"" + base::to_hex(head) + "\"";
}

}  // namespace

bool Server::Copy::are_lost(Seq first, Seq last) const {
    for (Seq seq = first; seq <= last; ++seq) {
        const auto names = [seq](const domain::LostRange& range) { return range.first <= seq && seq <= range.last; };
        if (std::none_of(lost.begin(), lost.end(), names)) return false;
    }
    return true;
}

bool Server::Copy::may_turn_up(Seq seq) const {
    return are_lost(seq, seq) || std::any_of(open.begin(), open.end(), [seq](const domain::LostRange& range) {
               return range.first <= seq && seq <= range.last;
           });
}

Server::Server(std::uint8_t key)
    : key_(eventlog::make_kiosk_key(
          [key](std::span<std::uint8_t> bytes) { std::fill(bytes.begin(), bytes.end(), key); })),
      box_private_(eventlog::box_private_of(key_.private_half).value()) {}

void Server::know(const domain::KioskId& kiosk, const std::string& public_hex) {
    copies_[kiosk].public_hex = public_hex;
}
void Server::revoke(const domain::KioskId& kiosk, bool revoked) {
    copies_[kiosk].revoked = revoked;
}

const std::vector<LogLine>& Server::of(const domain::KioskId& kiosk) const {
    return copies_.at(kiosk).lines;
}
Seq Server::held(const domain::KioskId& kiosk) const {
    return of(kiosk).empty() ? 0 : of(kiosk).back().seq;
}
Seq Server::ever_held(const domain::KioskId& kiosk) const {
    return copies_.at(kiosk).ever_held;
}

std::string Server::receipt(const domain::KioskId& kiosk, domain::Instant now) const {
    const auto& lines = of(kiosk);
    if (lines.empty()) return {};
    return eventlog::sign_checkpoint({kiosk, lines.back().seq, lines.back().hash, now, {}}, key_.private_half).value();
}

Server::Backup Server::backup() const {
    return copies_;
}
void Server::restore(const Backup& backup) {
    for (auto& [kiosk, copy] : copies_) {
        const auto found = backup.find(kiosk);
        copy.lines = found == backup.end() ? std::vector<LogLine>{} : found->second.lines;
        copy.lost = found == backup.end() ? std::vector<domain::LostRange>{} : found->second.lost;
        copy.open = found == backup.end() ? std::vector<domain::LostRange>{} : found->second.open;
    }
}
void Server::keep(const domain::KioskId& kiosk, std::size_t lines) {
    Copy& copy = copies_.at(kiosk);
    copy.lines.resize(std::min(copy.lines.size(), lines));
    copy.lost.clear();
    copy.open.clear();
}
void Server::replace(const domain::KioskId& kiosk, std::vector<LogLine> lines) {
    copies_[kiosk].lines = std::move(lines);
}

Response Server::handle(const syncing::Request& request, domain::Instant now) {
    if (request.kind == syncing::Request::Kind::held) return tell_held(request.path);
    if (request.path != "/api/1/bundles") return error(404, "not_found");
    ++bundles_;
    return ingest(request, now);
}

Response Server::tell_held(const std::string& path) const {
    constexpr std::string_view kBefore = "/api/1/kiosks/", kAfter = "/held";
    if (!path.starts_with(kBefore) || !path.ends_with(kAfter)) return error(404, "not_found");
    const auto id = path.substr(kBefore.size(), path.size() - kBefore.size() - kAfter.size());
    const auto found = copies_.find(domain::KioskId{id});
    if (found == copies_.end()) return error(404, "unknown_kiosk");
    return {200, {}, "{" + held_members(found->second.lines) + "}"};
}

Response Server::ingest(const syncing::Request& request, domain::Instant now) {
    base::ByteView left{request.body};
    const auto source = [&](std::span<std::uint8_t> to) {
        const std::size_t size = std::min(to.size(), left.size());
        std::copy_n(left.begin(), size, to.begin());
        left = left.subspan(size);
        return size;
    };
    const auto key = [&](const domain::KioskId& kiosk) -> std::optional<std::string> {
        const auto found = copies_.find(kiosk);
        if (found == copies_.end()) return std::nullopt;
        return found->second.public_hex;
    };
    std::vector<LogLine> lines;
    std::optional<domain::LogContinued> continued;  // what it begins with
    std::vector<domain::LostRange> open;
    const auto opened = eventlog::open_bundle(
        source, key, box_private_, [&](const domain::Event& event, std::string_view line, const eventlog::Hash& hash) {
            if (const auto* body = std::get_if<domain::LogContinued>(&event.body)) {
                if (lines.empty()) continued = *body;
                open.push_back({body->after + 1, event.seq - 1});
            }
            lines.push_back({event.seq, std::string{line}, hash});
            return disliked_.empty() || line.find(disliked_) == std::string_view::npos;
        });
    if (!opened) {
        if (opened.error() == eventlog::BundleError::wrong_signature) return error(401, "wrong_signature");
        ++parked_;
        if (opened.error() == eventlog::BundleError::too_large) return error(413, "too_large");
        return error(422, "damaged");
    }
    Copy& copy = copies_.at(opened->header.kiosk);
    if (copy.revoked) return error(403, "revoked");

    const Seq held = copy.lines.empty() ? 0 : copy.lines.back().seq;
    const Seq first = opened->header.first;
    // What a LogContinued names is remembered even where it cannot be held yet.
    if (continued) copy.lost.insert(copy.lost.end(), continued->missing.begin(), continued->missing.end());
    const Seq needed = continued ? continued->after : first - 1;
    if (needed > held && !copy.are_lost(held + 1, needed)) {
        return {409, {}, R"({"error":"gap",)" + held_members(copy.lines) + "}"};
    }
    bool same = true;
    if (!continued && first > 1 && first <= held + 1) {
        const LogLine* const before = at(copy.lines, first - 1);
        same = before != nullptr ? before->hash == opened->header.before : copy.may_turn_up(first - 1);
    }
    // A number that was named as lost, or that the end had that the kiosk lost, may turn up after all: it comes to its
    // place.
    for (const LogLine& line : lines) {
        if (line.seq > held) break;
        const LogLine* const ours = at(copy.lines, line.seq);
        same = same && (ours != nullptr ? ours->hash == line.hash : copy.may_turn_up(line.seq));
    }
    if (!same) {
        ++parked_;
        return {409, {}, R"({"error":"fork",)" + held_members(copy.lines) + "}"};
    }
    for (LogLine& line : lines) {
        if (at(copy.lines, line.seq) == nullptr) {
            const auto place = std::lower_bound(copy.lines.begin(), copy.lines.end(), line.seq,
                                                [](const LogLine& one, Seq than) { return one.seq < than; });
            copy.lines.insert(place, std::move(line));
        }
    }
    copy.open.insert(copy.open.end(), open.begin(), open.end());
    copy.ever_held = std::max(copy.ever_held, copy.lines.back().seq);
    const auto checkpoint = eventlog::sign_checkpoint(
        {opened->header.kiosk, copy.lines.back().seq, copy.lines.back().hash, now, {}}, key_.private_half);
    return {
        200,
        {},
        R"({"held":)" + std::to_string(copy.lines.back().seq) + R"(,"checkpoint":")" + escaped(*checkpoint) + "\"}"};
}

}  // namespace simulation
