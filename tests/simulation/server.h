#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/eventlog/sealing.h"
#include "app/storage/store.h"
#include "app/sync/transport.h"

namespace simulation {

// A small honest server: what PROTOCOL says of bundles and of the question what is held, by eventlog::open_bundle and a
// map in memory. One commit a request.
class Server {
  public:
    explicit Server(std::uint8_t key = 77);

    void know(const domain::KioskId& kiosk, const std::string& public_hex);
    void revoke(const domain::KioskId& kiosk, bool revoked = true);
    // Events whose line holds this text are refused with 422; empty: none.
    void dislike(std::string text) { disliked_ = std::move(text); }

    [[nodiscard]] syncing::Response handle(const syncing::Request& request, domain::Instant now);

    [[nodiscard]] const std::vector<storage::LogLine>& of(const domain::KioskId& kiosk) const;
    [[nodiscard]] domain::Seq held(const domain::KioskId& kiosk) const;
    // The highest that it ever held, whatever it was put back to since.
    [[nodiscard]] domain::Seq ever_held(const domain::KioskId& kiosk) const;
    [[nodiscard]] const std::string& acceptor() const { return key_.public_half; }
    [[nodiscard]] const std::string& acceptor_private() const { return key_.private_half; }
    [[nodiscard]] std::uint64_t bundles() const { return bundles_; }
    [[nodiscard]] std::uint64_t parked() const { return parked_; }

    // What a collector writes back: the checkpoint of what is held of this kiosk. Empty where nothing is.
    [[nodiscard]] std::string receipt(const domain::KioskId& kiosk, domain::Instant now) const;

    struct Copy {
        std::string public_hex;
        bool revoked = false;
        std::vector<storage::LogLine> lines;
        domain::Seq ever_held = 0;
        std::vector<domain::LostRange> lost{};  // as LogContinued lines named it
        std::vector<domain::LostRange> open{};  // behind the number from which a log went on, up to where it did
        [[nodiscard]] bool are_lost(domain::Seq first, domain::Seq last) const;
        [[nodiscard]] bool may_turn_up(domain::Seq seq) const;
    };
    using Backup = std::map<domain::KioskId, Copy>;
    [[nodiscard]] Backup backup() const;
    void restore(const Backup& backup);
    // As from a backup that was made when so many of its lines were held, and nothing was named as lost yet.
    void keep(const domain::KioskId& kiosk, std::size_t lines);
    // Puts another history there, as a copied card would have sent it.
    void replace(const domain::KioskId& kiosk, std::vector<storage::LogLine> lines);

  private:
    [[nodiscard]] syncing::Response ingest(const syncing::Request& request, domain::Instant now);
    [[nodiscard]] syncing::Response tell_held(const std::string& path) const;

    eventlog::KeyPair key_;
    std::string box_private_;  // what a stick's bundles are sealed to
    std::map<domain::KioskId, Copy> copies_;
    std::string disliked_;
    std::uint64_t bundles_ = 0, parked_ = 0;
};

}  // namespace simulation
