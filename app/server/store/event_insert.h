#pragma once

#include <soci/soci.h>

#include <string>
#include <string_view>
#include <vector>

#include "app/domain/event.h"
#include "app/eventlog/chain.h"

// Inside app/server/store only.
namespace server {

class Connection;

// Puts lines into the table `events`, many with one call: in SQLite as rows of one prepared statement, in PostgreSQL as
// one statement whose parameters hold all rows as text (an event's line has no line feed). Throws what SOCI throws.
class EventInsert {
  public:
    explicit EventInsert(Connection& connection);
    void begin(const std::string& school, const std::string& kiosk);  // forgets what was not flushed
    void add(domain::Seq seq, std::string_view line, const eventlog::Hash& hash);
    void flush();

  private:
    void add_row(domain::Seq seq, std::string_view line, const eventlog::Hash& hash);
    void add_text(domain::Seq seq, std::string_view line, const eventlog::Hash& hash);
    void forget();

    static constexpr std::size_t kRows = 500;
    static constexpr std::size_t kBytes = 512 * 1024;
    const bool sqlite_;
    std::string school_, kiosk_;
    std::size_t rows_ = 0, bytes_ = 0;
    // SQLite: a value for each row.
    std::vector<std::string> schools_, kiosks_, lines_, hashes_;
    std::vector<long long> seqs_;
    // PostgreSQL: all rows in one text.
    std::string all_seqs_, all_lines_, all_hashes_;
    soci::statement statement_;  // bound to those before it
};

}  // namespace server
