#pragma once

#include "app/server/store/database.h"

// Inside app/server/store only.
namespace server {

// Which lines speak of which meeting: the tables meeting_lines and meeting_progress, made from the lines that are held
// when somebody asks, so that taking a bundle in costs nothing for them.
//
//   an event of a meeting       stands under it
//   a retraction                under the meeting of what it takes back or brings back in the end
//   a clock correction          under '', which concerns every meeting of its kiosk
//   a number that is held late  (it was named as lost, or is held by somebody else): whoever stores it has the kiosk's
//                               lines read again from there, see go_back()
class MeetingLines {
  public:
    MeetingLines(Database& database, SchoolId school) : database_(database), school_(std::move(school)) {}

    // Reads what is held and was not read yet, of every kiosk of the school, 500 lines a transaction with the kiosk's
    // row locked. Any number of processes at once.
    [[nodiscard]] StoreResult<void> bring_up_to_date();
    // The events of the meeting, what takes them back, and the kiosks' clock corrections; by kiosk, ascending.
    [[nodiscard]] StoreResult<std::vector<domain::Event>> read(const domain::MeetingId& meeting);

    // In the transaction that stores the line of `seq` below what is held; the kiosk's row is locked.
    static void go_back(Connection& connection, const SchoolId& school, const domain::KioskId& kiosk, domain::Seq seq);

  private:
    [[nodiscard]] StoreResult<std::vector<std::string>> kiosks_behind();
    [[nodiscard]] StoreResult<bool> read_on(Connection& connection, const std::string& kiosk);

    Database& database_;
    SchoolId school_;
};

}  // namespace server
