#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "app/eventlog/sealing.h"

namespace joining {

// What the curator carries from the server to a kiosk, read aloud, typed or shown as a QR code: ten characters of the
// 32 that nobody takes for another (no I, O, 0, 1). The first two name the code to the server; the other eight are the
// secret, and never cross the network.
inline constexpr std::size_t kCodeCharacters = 10;
inline constexpr std::size_t kSelectorCharacters = 2;
inline constexpr std::string_view kCodeAlphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

// How a code is used: issue 4 of the project, "works once, for 10 minutes, for 5 tries".
inline constexpr std::chrono::minutes kCodeLives{10};
inline constexpr int kCodeTries = 5;

[[nodiscard]] std::string draw_code(const eventlog::Random& random);
// As people type it: small letters, spaces and hyphens do not matter, and a Russian letter that looks like one of the
// alphabet is it. Nothing where that leaves no code.
[[nodiscard]] std::optional<std::string> read_code(std::string_view typed);
// "ABCDE-FGHJK"
[[nodiscard]] std::string shown(const std::string& code);
[[nodiscard]] std::string selector_of(const std::string& code);

// What both sides make of a code: Argon2id (64 MiB, some 100 ms), so that whoever sits between kiosk and server and
// sees one proof cannot find the code while it lives. The server keeps this, not the code. Nothing where the machine
// lacks the memory.
using Key = std::array<std::uint8_t, 32>;
[[nodiscard]] std::optional<Key> stretch(const std::string& code);

// Where a kiosk finds its server, and the code: the text of the QR code, "vstrecha://school.lan:8443/ABCDEFGHJK".
struct Invitation {
    std::string host;  // a host name or an IP address, without brackets
    std::uint16_t port = 0;
    std::string code;
    friend bool operator==(const Invitation&, const Invitation&) = default;
};
[[nodiscard]] std::string text_of(const Invitation& invitation);
[[nodiscard]] std::optional<Invitation> read_invitation(std::string_view text);

// An address as a person types it: "192.168.1.5", "school.lan:8443", "https://school.lan:8443/", "[fd00::1]:8443".
struct Address {
    std::string host;
    std::uint16_t port = 0;
    friend bool operator==(const Address&, const Address&) = default;
};
inline constexpr std::uint16_t kUsualPort = 8443;
[[nodiscard]] std::optional<Address> read_address(std::string_view typed);
[[nodiscard]] std::string text_of(const Address& address);  // with the port, an IPv6 address in brackets

// How a server says in its network where it is (DNS-SD), so that nobody has to type the address. Proves nothing.
inline constexpr const char* kServiceType = "_vstrecha._tcp";
inline constexpr std::size_t kServiceNameBytes = 63;

}  // namespace joining
