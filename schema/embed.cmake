# Writes a C++ source that returns the bytes of INPUT: cmake -DINPUT= -DOUTPUT= -DNAMESPACE= -DFUNCTION= -P embed.cmake
file(READ ${INPUT} hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
string(REGEX REPLACE "(('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',)('[^']*',))" "\\1\n" bytes "${bytes}")
file(WRITE ${OUTPUT}.tmp "#include <string_view>

namespace ${NAMESPACE} {
std::string_view ${FUNCTION}();
std::string_view ${FUNCTION}() {
  static constexpr char kBytes[] = {${bytes}'\\0'};
  return {kBytes, sizeof(kBytes) - 1};
}
}  // namespace ${NAMESPACE}
")
file(RENAME ${OUTPUT}.tmp ${OUTPUT})
