#include "app/server/program/sentences.h"

namespace server {

std::string sentence_of(const StoreError& error) {
    const std::string why = error.detail.empty() ? "" : " (" + error.detail + ")";
    switch (error.kind) {
        case StoreErrorKind::not_found: return "There is no such " + error.detail + " here.";
        case StoreErrorKind::exists: return "It is there already" + why + ".";
        case StoreErrorKind::refused: return "That cannot be done: " + error.detail + ".";
        case StoreErrorKind::try_later:
            return "The database is not to be reached or is too busy" + why +
                   ". Look whether it runs and whether its address is right, then try again.";
        case StoreErrorKind::in_use:
            return "Another vstrecha-server uses these data. Stop it, or give this one another folder.";
        case StoreErrorKind::newer_version:
            return "These data were written by a newer vstrecha-server" + why +
                   ". Install that version; nothing was changed.";
        case StoreErrorKind::foreign:
            return "The database's file belongs to another program" + why + ". Nothing was changed.";
        case StoreErrorKind::no_space: return "The disk is full" + why + ".";
        case StoreErrorKind::read_only:
            return "The data may not be written" + why + ". Look at the owner and the rights of the folder.";
        case StoreErrorKind::input_output: return "The disk or the database failed" + why + ".";
        case StoreErrorKind::damaged: return "The database is damaged" + why + ". Put the last backup in its place.";
    }
    return "Something failed" + why + ".";
}

std::string sentence_of(const api::FileError& error) {
    const std::string file = error.path.string();
    switch (error.kind) {
        case api::FileErrorKind::not_found: return "There is no " + file + ".";
        case api::FileErrorKind::no_permission: return "There is no permission for " + file + ".";
        case api::FileErrorKind::no_space: return "There is no space left for " + file + ".";
        case api::FileErrorKind::read_only: return "It is not allowed to write " + file + ".";
        case api::FileErrorKind::exists: return file + " is there already.";
        case api::FileErrorKind::too_large: return file + " is too large.";
        case api::FileErrorKind::input_output: return file + " cannot be read or written (" + error.detail + ").";
    }
    return file + " failed.";
}

std::string sentence_of(platform_http::ServerError error, const platform_http::Listen& listen) {
    using platform_http::ServerError;
    const std::string where = listen.address + ", port " + std::to_string(listen.port);
    switch (error) {
        case ServerError::bad_address:
            return listen.address + " is no IP address of this machine. Say --listen 0.0.0.0:PORT for all of them.";
        case ServerError::in_use:
            return "Another program listens at " + where + " already. Stop it, or choose another port with --listen.";
        case ServerError::no_permission:
            return "There is no permission to listen at " + where + ". Choose a port from 1024 on with --listen.";
        case ServerError::bad_certificate:
            return "The certificate and its key are no PEM files, do not belong to each other, or are too weak.";
        case ServerError::machine: return "The system cannot listen at " + where + ": no memory or descriptors.";
    }
    return "The server cannot listen at " + where + ".";
}

std::string sentence_of(platform_http::CertificateError error) {
    using platform_http::CertificateError;
    switch (error) {
        case CertificateError::bad_name:
            return "No certificate can be made: the host's name is neither a name nor an IP address.";
        case CertificateError::not_a_certificate: return "The certificate's file holds no PEM certificate.";
        case CertificateError::failed: return "No certificate can be made: the system's library failed.";
    }
    return "No certificate can be made.";
}

}  // namespace server
