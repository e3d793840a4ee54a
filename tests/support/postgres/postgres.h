#pragma once

#include <filesystem>
#include <memory>
#include <string>

namespace support {

class Process;

// A PostgreSQL of one's own. Throws std::runtime_error where it cannot be had. One thread, but for shared() and
// address().
class PostgresServer {
  public:
    PostgresServer();
    ~PostgresServer();
    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    // Started at the first call, ended with the program.
    static PostgresServer& shared();

    // A new, empty place for tables; what libpq takes as its address. It is a schema of its own and not a database,
    // which takes a second to make.
    [[nodiscard]] std::string create_database();
    // Runs statements and gives the rows of the last one, columns divided by '|', rows by line feeds. Throws where it
    // fails.
    std::string run(const std::string& address, const std::string& statements);
    // Ends every connection to this place from the server's side, as a restart does.
    void cut_connections(const std::string& address);

    void stop();   // as `systemctl stop` does: connections are cut, nothing that was committed is lost
    void start();  // again, with the same data

  private:
    [[nodiscard]] std::string address_of(const std::string& schema) const;

    std::filesystem::path folder_;
    std::filesystem::path programs_;
    std::string owner_;  // who runs it; empty: whoever runs the test
    std::unique_ptr<Process> process_;
    int schemas_ = 0;
};

}  // namespace support
