#pragma once

// The outcome of reading something that may be wrong.

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace doorstep::base {

// One thing that is wrong with what somebody sent, told to that somebody.
struct Issue {
  // What a caller may do about it. A kError refuses the whole (a posting, a
  // request); a kFlag is reported and the rest is kept.
  enum class Severity { kError, kFlag };

  Severity severity = Severity::kError;
  std::string field;  // "pay_text", "welfare[2]", a query parameter; empty: the whole
  std::string code;   // closed, append-only list beside each reader: "too_long"
  std::string text;   // what is wrong, in Chinese
  std::string hint;   // what would be right, in Chinese

  bool operator==(const Issue&) const = default;
};

using Issues = std::vector<Issue>;

// A value, or every issue that kept it from being one.
template <typename T>
class Result {
 public:
  Result(T value) : state_(std::move(value)) {}              // NOLINT(google-explicit-constructor)
  Result(Issues issues) : state_(std::move(issues)) {}       // NOLINT(google-explicit-constructor)
  Result(Issue issue) : state_(Issues{std::move(issue)}) {}  // NOLINT(google-explicit-constructor)

  bool ok() const { return std::holds_alternative<T>(state_); }

  // Only after ok().
  const T& value() const& {
    assert(ok());
    return std::get<T>(state_);
  }
  T&& value() && {
    assert(ok());
    return std::get<T>(std::move(state_));
  }

  // Only after !ok().
  const Issues& issues() const {
    assert(!ok());
    return std::get<Issues>(state_);
  }

 private:
  std::variant<T, Issues> state_;
};

}  // namespace doorstep::base
