#pragma once

#include <filesystem>

namespace server {

// What lies in the server's folder. All of it is its owner's alone.
class ServerFiles {
  public:
    explicit ServerFiles(std::filesystem::path data) : data_(std::move(data)) {}
    [[nodiscard]] std::filesystem::path database() const { return data_ / "server.db"; }
    [[nodiscard]] std::filesystem::path tls() const { return data_ / "tls"; }
    [[nodiscard]] std::filesystem::path certificate() const { return tls() / "certificate.pem"; }
    [[nodiscard]] std::filesystem::path key() const { return tls() / "key.pem"; }
    // Port and token of the admin listener, a line each; there while a server runs, and after one that was killed.
    [[nodiscard]] std::filesystem::path admin() const { return data_ / "admin.token"; }
    // Where kiosks find the server, as the last one that started here was told.
    [[nodiscard]] std::filesystem::path address() const { return data_ / "address"; }

  private:
    std::filesystem::path data_;
};

}  // namespace server
