#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "app/eventlog/sealing.h"
#include "app/server/store/users.h"

// Passwords, and what is kept of them. Inside app/server/store only.
namespace server {

// Argon2id takes 64 MiB and some 100 ms. One is made at a time and one more waits; whoever comes then is told to come
// again. So bad logins, however many, take one processor and no memory to speak of, and never all workers.
class HashingTurns {
  public:
    class Turn {
      public:
        explicit Turn(HashingTurns& of) : of_(of) {}
        ~Turn();
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;

      private:
        HashingTurns& of_;
    };
    // Waits for whoever is before, nobody else. Null: too many wait already. Any thread.
    [[nodiscard]] std::unique_ptr<Turn> take();

  private:
    static constexpr int kMostWaiting = 1;
    std::mutex mutex_;
    std::condition_variable free_;
    int waiting_ = 0;
    bool is_taken_ = false;
};

// Nothing: it may be used. Any characters, no rules of composition.
[[nodiscard]] std::optional<PasswordProblem> problem_of(std::string_view password, std::string_view login);

// "argon2id13$2$67108864$SALT$HASH", the last two in hexadecimal. Nothing where the machine lacks the memory.
[[nodiscard]] std::optional<std::string> hash_password(std::string_view password, const eventlog::Random& random);
// Takes as long whether it holds or not, also where `kept` is no hash of ours.
enum class Verdict { holds, wrong, no_memory };
[[nodiscard]] Verdict verify_password(std::string_view password, const std::string& kept);

}  // namespace server
