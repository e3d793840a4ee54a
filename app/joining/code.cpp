#include "app/joining/code.h"

#include <sodium.h>

#include <algorithm>
#include <charconv>

#include "app/eventlog/chain.h"
#include "app/eventlog/signing.h"
#include "platform/base/bytes.h"
#include "platform/base/utf8.h"

namespace joining {

namespace {

constexpr std::string_view kScheme = "vstrecha://";
constexpr std::size_t kLongestHost = 253;  // of a DNS name

struct LookAlike {
    char32_t russian;
    char latin;
};
// Capitals of the Russian keyboard that print as a letter of the alphabet.
constexpr std::array<LookAlike, 11> kLookAlikes{{{U'А', 'A'},
                                                 {U'В', 'B'},
                                                 {U'Е', 'E'},
                                                 {U'К', 'K'},
                                                 {U'М', 'M'},
                                                 {U'Н', 'H'},
                                                 {U'Р', 'P'},
                                                 {U'С', 'C'},
                                                 {U'Т', 'T'},
                                                 {U'У', 'Y'},
                                                 {U'Х', 'X'}}};

// A character of the code, as it was meant; 0: it is none.
char meant_by(char32_t point) {
    if (point >= U'a' && point <= U'z') point -= U'a' - U'A';
    if (point >= U'а' && point <= U'я') point -= U'а' - U'А';
    const auto found = std::find_if(kLookAlikes.begin(), kLookAlikes.end(),
                                    [point](const LookAlike& pair) { return pair.russian == point; });
    if (found != kLookAlikes.end()) return found->latin;
    const bool is_ours = point < 0x80 && kCodeAlphabet.find(static_cast<char>(point)) != std::string_view::npos;
    return is_ours ? static_cast<char>(point) : '\0';
}

bool is_host(std::string_view host) {
    return !host.empty() && host.size() <= kLongestHost && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' ||
               c == '_' || c == ':';
    });
}

std::optional<std::uint16_t> read_port(std::string_view text) {
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port == 0) return std::nullopt;
    return port;
}

std::string_view without(std::string_view text, std::string_view beginning) {
    const auto same = [](char a, char b) { return a == b || (a >= 'A' && a <= 'Z' && a + ('a' - 'A') == b); };
    const bool begins =
        text.size() >= beginning.size() && std::equal(beginning.begin(), beginning.end(), text.begin(),
                                                      [&](char wanted, char given) { return same(given, wanted); });
    return begins ? text.substr(beginning.size()) : text;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '/')) text.remove_suffix(1);
    return text;
}

}  // namespace

std::string draw_code(const eventlog::Random& random) {
    std::array<std::uint8_t, kCodeCharacters> bytes{};
    random(bytes);
    std::string code;
    for (const std::uint8_t byte : bytes) code += kCodeAlphabet[byte % kCodeAlphabet.size()];  // 256 is a multiple
    return code;
}

std::optional<std::string> read_code(std::string_view typed) {
    std::string code;
    while (!typed.empty()) {
        const char32_t point = base::take_code_point(typed);
        if (point == U' ' || point == U'-' || point == 0xA0 || (point >= 0x2010 && point <= 0x2014)) continue;
        const char character = meant_by(point);
        if (character == '\0' || code.size() == kCodeCharacters) return std::nullopt;
        code += character;
    }
    if (code.size() != kCodeCharacters) return std::nullopt;
    return code;
}

std::string shown(const std::string& code) {
    return code.substr(0, kCodeCharacters / 2) + "-" + code.substr(std::min(code.size(), kCodeCharacters / 2));
}

std::string selector_of(const std::string& code) {
    return code.substr(0, kSelectorCharacters);
}

std::optional<Key> stretch(const std::string& code) {
    eventlog::start_sodium();
    const eventlog::Hash salt = eventlog::next_hash(eventlog::kGenesis, "vstrecha join 1 " + selector_of(code));
    static_assert(crypto_pwhash_SALTBYTES <= std::tuple_size_v<eventlog::Hash>);
    Key key{};
    if (crypto_pwhash(key.data(), key.size(), code.data(), code.size(), salt.data(), crypto_pwhash_OPSLIMIT_INTERACTIVE,
                      crypto_pwhash_MEMLIMIT_INTERACTIVE, crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return std::nullopt;
    }
    return key;
}

std::string text_of(const Address& address) {
    const bool is_ipv6 = address.host.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

std::optional<Address> read_address(std::string_view typed) {
    std::string_view text = trimmed(without(trimmed(typed), "https://"));
    std::string_view host = text, port;
    if (text.starts_with('[')) {
        const auto end = text.find(']');
        if (end == std::string_view::npos) return std::nullopt;
        host = text.substr(1, end - 1);
        const std::string_view rest = text.substr(end + 1);
        if (!rest.empty() && !rest.starts_with(':')) return std::nullopt;
        if (!rest.empty()) port = rest.substr(1);
        if (!rest.empty() && port.empty()) return std::nullopt;
    } else if (const auto colon = text.find(':'); colon != std::string_view::npos && colon == text.rfind(':')) {
        host = text.substr(0, colon);
        port = text.substr(colon + 1);
        if (port.empty()) return std::nullopt;
    }
    if (!is_host(host)) return std::nullopt;
    const auto number = port.empty() ? std::optional{kUsualPort} : read_port(port);
    if (!number) return std::nullopt;
    return Address{std::string{host}, *number};
}

std::string text_of(const Invitation& invitation) {
    return std::string{kScheme} + text_of(Address{invitation.host, invitation.port}) + "/" + invitation.code;
}

std::optional<Invitation> read_invitation(std::string_view text) {
    const std::string_view rest = without(trimmed(text), kScheme);
    const auto slash = rest.rfind('/');
    if (rest.size() == trimmed(text).size() || slash == std::string_view::npos) return std::nullopt;
    const auto address = read_address(rest.substr(0, slash));
    const auto code = read_code(rest.substr(slash + 1));
    if (!address || !code) return std::nullopt;
    return Invitation{address->host, address->port, *code};
}

}  // namespace joining
