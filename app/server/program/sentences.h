#pragma once

#include <string>

#include "app/server/store/store.h"
#include "platform/http/certificate.h"
#include "platform/http/server.h"

namespace server {

// What went wrong, as a sentence that says what to do, for whoever runs the machine.
[[nodiscard]] std::string sentence_of(const StoreError& error);
[[nodiscard]] std::string sentence_of(const api::FileError& error);
[[nodiscard]] std::string sentence_of(platform_http::ServerError error, const platform_http::Listen& listen);
[[nodiscard]] std::string sentence_of(platform_http::CertificateError error);

}  // namespace server
