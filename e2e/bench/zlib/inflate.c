/* Inflates gzip files one after another by zlib and throws the result away: what single-threaded
 * inflate costs. Prints the number of bytes that came out. inflate FILE... */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#define BUFFER (1 << 16)

static unsigned char in[BUFFER], out[BUFFER];

/* Inflates one file of any number of gzip members; its size, or -1. */
static long long inflate_file(FILE *file) {
  z_stream stream;
  memset(&stream, 0, sizeof stream);
  if (inflateInit2(&stream, 15 + 16) != Z_OK) return -1;
  long long size = 0;
  int result = Z_OK;
  for (;;) {
    if (stream.avail_in == 0) {
      stream.next_in = in;
      stream.avail_in = (unsigned)fread(in, 1, BUFFER, file);
      if (stream.avail_in == 0) break;
    }
    if (result == Z_STREAM_END) {
      if (stream.next_in[0] == 0) break; /* padding */
      if (inflateReset(&stream) != Z_OK) return -1;
    }
    stream.next_out = out;
    stream.avail_out = BUFFER;
    result = inflate(&stream, Z_NO_FLUSH);
    if (result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR) return -1;
    size += BUFFER - stream.avail_out;
  }
  inflateEnd(&stream);
  return result == Z_STREAM_END ? size : -1;
}

int main(int count, char **names) {
  long long total = 0;
  for (int i = 1; i < count; i++) {
    FILE *file = fopen(names[i], "rb");
    long long size = file ? inflate_file(file) : -1;
    if (size < 0) {
      fprintf(stderr, "%s cannot be inflated\n", names[i]);
      return 1;
    }
    total += size;
    fclose(file);
  }
  printf("%lld\n", total);
  return 0;
}
