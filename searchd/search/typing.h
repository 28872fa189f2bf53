#pragma once

// What is known of how words are typed, made once and shared by all generations.

#include "schema/text/language.h"
#include "schema/text/pinyin.h"
#include "schema/text/shapes.h"
#include "searchd/search/vocabulary.h"

namespace doorstep::search {

// Immutable after construction; safe to share between threads.
class Typing {
 public:
  explicit Typing(const text::Language& language);

  const Vocabulary& vocabulary() const { return vocabulary_; }

 private:
  text::Pinyin pinyin_;
  text::Shapes shapes_;
  Vocabulary vocabulary_;
};

}  // namespace doorstep::search
