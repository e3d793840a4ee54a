#pragma once

#include <vector>

#include "app/server/store/database.h"

// Inside app/server/store only.
namespace server {

// The hashes that are held of one kiosk, looked up in ascending order, read a page at a time.
class HeldHashes {
  public:
    HeldHashes(Connection& connection, SchoolId school, domain::KioskId kiosk);
    // Nothing where no line of this number is held. `seq` is above that of the call before.
    [[nodiscard]] std::optional<eventlog::Hash> at(domain::Seq seq);
    // Any number, by a query of its own.
    [[nodiscard]] std::optional<eventlog::Hash> look_up(domain::Seq seq);

  private:
    void read_page(domain::Seq from);

    Connection& connection_;
    SchoolId school_;
    domain::KioskId kiosk_;
    std::vector<long long> seqs_;
    std::vector<std::string> hashes_;
    std::size_t next_ = 0;
    bool last_page_ = false;
};

}  // namespace server
