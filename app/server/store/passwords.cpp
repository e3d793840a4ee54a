#include "app/server/store/passwords.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <vector>

#include "app/eventlog/signing.h"
#include "platform/base/bytes.h"
#include "platform/base/utf8.h"

namespace server {

namespace {

constexpr std::string_view kBefore = "argon2id13$2$67108864$";
static_assert(crypto_pwhash_OPSLIMIT_INTERACTIVE == 2 && crypto_pwhash_MEMLIMIT_INTERACTIVE == 67'108'864);
constexpr std::size_t kSaltDigits = 2 * crypto_pwhash_SALTBYTES, kHashBytes = 32;

// Those of eight characters or more that leaked lists name first, and what a school here would think of; small letters.
constexpr std::array kCommon{
    "12345678",   "123456789",  "1234567890",     "12345678910", "123456789a",  "1234567a",      "1234qwer",
    "1q2w3e4r",   "1q2w3e4r5t", "1qaz2wsx",       "qazwsxedc",   "qwertyui",    "qwertyuiop",    "qwerty12",
    "qwerty123",  "qwerty1234", "qwerty12345",    "qwe12345",    "qweasdzxc",   "asdfghjk",      "asdfghjkl",
    "zxcvbnm1",   "password",   "password1",      "password12",  "password123", "passw0rd",      "p@ssw0rd",
    "parol123",   "parol12345", "adminadmin",     "admin123",    "admin1234",   "administrator", "welcome1",
    "iloveyou",   "sunshine",   "football",       "baseball",    "princess",    "superman",      "trustno1",
    "letmein1",   "abcd1234",   "abc12345",       "a1b2c3d4",    "aa123456",    "q1w2e3r4",      "q1w2e3r4t5",
    "samsung1",   "spartak1",   "zenit123",       "natasha1",    "svetlana",    "1qazxsw2",      "zaq12wsx",
    "87654321",   "987654321",  "0987654321",     "11223344",    "12344321",    "12341234",      "123123123",
    "147258369",  "789456123",  "йцукенгш",       "йцукенгшщз",  "йцукен12",    "йцукен123",     "фывапролд",
    "пароль123",  "пароль12",   "парольпароль",   "здравствуй",  "привет123",   "любовь123",     "россия123",
    "наташа123",  "солнышко",   "школа123",       "директор",    "куратор1",    "куратор123",    "наставник",
    "учитель1",   "учитель123", "наставничество", "curator1",    "curator123",  "nastavnik",     "nastavnichestvo",
    "school12",   "school123",  "shkola123",      "vstrecha",    "vstrecha1",   "vstrecha123",   "встреча1",
    "встреча123", "teacher1",   "teacher123",     "director",    "changeme",    "default1"};

// Capitals of Latin and Russian as small letters.
std::string lowered(std::string_view text) {
    std::u32string points = base::code_points(text);
    for (char32_t& point : points) {
        if ((point >= U'A' && point <= U'Z') || (point >= U'А' && point <= U'Я')) point += 0x20;
        if (point == U'Ё') point = U'ё';
    }
    return base::to_utf8(points);
}

bool is_one_character_again_and_again(const std::u32string& points) {
    return std::all_of(points.begin(), points.end(), [&points](char32_t point) { return point == points.front(); });
}

}  // namespace

HashingTurns::Turn::~Turn() {
    {
        const std::lock_guard lock{of_.mutex_};
        of_.is_taken_ = false;
    }
    of_.free_.notify_one();
}

std::unique_ptr<HashingTurns::Turn> HashingTurns::take() {
    std::unique_lock lock{mutex_};
    if (is_taken_) {
        if (waiting_ >= kMostWaiting) return nullptr;
        ++waiting_;
        free_.wait(lock, [this] { return !is_taken_; });
        --waiting_;
    }
    is_taken_ = true;
    return std::make_unique<Turn>(*this);
}

std::optional<PasswordProblem> problem_of(std::string_view password, std::string_view login) {
    if (password.size() > kLongestPassword) return PasswordProblem::too_long;
    const std::u32string points = base::code_points(password);
    if (points.size() < kShortestPassword) return PasswordProblem::too_short;
    const std::string small = lowered(password);
    const bool is_known = std::any_of(kCommon.begin(), kCommon.end(), [&](const char* one) { return small == one; });
    if (is_known || is_one_character_again_and_again(points)) return PasswordProblem::too_common;
    if (!login.empty() && (small.find(login) != std::string::npos || login.find(small) != std::string_view::npos)) {
        return PasswordProblem::holds_login;
    }
    return std::nullopt;
}

std::optional<std::string> hash_password(std::string_view password, const eventlog::Random& random) {
    eventlog::start_sodium();
    std::array<std::uint8_t, crypto_pwhash_SALTBYTES> salt{};
    random(salt);
    std::array<std::uint8_t, kHashBytes> hash{};
    if (crypto_pwhash(hash.data(), hash.size(), password.data(), password.size(), salt.data(),
                      crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return std::nullopt;
    }
    return std::string{kBefore} + base::to_hex(salt) + "$" + base::to_hex(hash);
}

Verdict verify_password(std::string_view password, const std::string& kept) {
    eventlog::start_sodium();
    // Of nobody: the same work over zeros, which no password gives.
    base::Bytes salt(crypto_pwhash_SALTBYTES), wanted(kHashBytes);
    bool is_ours = false;
    if (kept.size() == kBefore.size() + kSaltDigits + 1 + 2 * kHashBytes && kept.starts_with(kBefore)) {
        const auto read_salt = base::from_hex(kept.substr(kBefore.size(), kSaltDigits));
        const auto read_hash = base::from_hex(kept.substr(kBefore.size() + kSaltDigits + 1));
        if (read_salt && read_hash) {
            salt = *read_salt;
            wanted = *read_hash;
            is_ours = true;
        }
    }
    std::array<std::uint8_t, kHashBytes> hash{};
    if (crypto_pwhash(hash.data(), hash.size(), password.data(), password.size(), salt.data(),
                      crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                      crypto_pwhash_ALG_ARGON2ID13) != 0) {
        return Verdict::no_memory;
    }
    const bool same = sodium_memcmp(hash.data(), wanted.data(), kHashBytes) == 0;
    return is_ours && same ? Verdict::holds : Verdict::wrong;
}

}  // namespace server
