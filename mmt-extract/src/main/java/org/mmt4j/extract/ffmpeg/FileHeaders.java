package org.mmt4j.extract.ffmpeg;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;

/**
 * Finds the headers of files that were joined to one, in formats of which FFmpeg reads the first
 * file only, and the program tables of transport streams.
 */
final class FileHeaders {

  /** FFmpeg's name of MP4, QuickTime and their relatives: a sequence of boxes. */
  private static final String BOXES = "mov";

  /** Length of the start of a header that occurs nowhere else in such a file. */
  private static final ImmutableMap<String, Integer> SIGNATURES =
      ImmutableMap.of(
          "asf", 16, "flv", 13, "ivf", 12, "mxf", 14, "nut", 24, "wtv", 16, "yuv4mpegpipe", 10);

  private static final int MIN_BOX = 8;
  private static final int BOX_HEADER = 16;
  private static final int MAX_BOXES = 1_000_000;
  private static final int BLOCK = 1 << 20;

  /** Start of a packet of a transport stream with identifier 0. */
  private static final byte[] PROGRAM_TABLE = {0x47, 0x40, 0};

  private FileHeaders() {}

  /**
   * Returns the positions of the headers, the first of which is 0.
   *
   * @throws IOException if the file cannot be read
   */
  static ImmutableList<Long> positions(Path file, Demuxer demuxer) throws IOException {
    if (demuxer.hasFormat(BOXES)) {
      return fileTypes(file);
    }
    for (Map.Entry<String, Integer> format : SIGNATURES.entrySet()) {
      if (demuxer.hasFormat(format.getKey())) {
        return repetitions(file, format.getValue());
      }
    }
    return ImmutableList.of(0L);
  }

  /** Returns the start, and the positions of boxes {@code ftyp} that follow a {@code moov}. */
  private static ImmutableList<Long> fileTypes(Path path) throws IOException {
    ImmutableList.Builder<Long> positions = ImmutableList.<Long>builder().add(0L);
    boolean hasMovie = false;
    try (SeekableByteChannel file = Files.newByteChannel(path)) {
      long position = 0;
      for (int i = 0; i < MAX_BOXES && position <= file.size() - BOX_HEADER; i++) {
        ByteBuffer header = header(file.position(position));
        String type = StandardCharsets.ISO_8859_1.decode(header.slice(4, 4)).toString();
        if (type.equals("ftyp") && hasMovie) {
          positions.add(position);
          hasMovie = false;
        }
        hasMovie |= type.equals("moov");
        long size = size(header);
        if (size < MIN_BOX || size > file.size() - position) {
          break;
        }
        position += size;
      }
    }
    return positions.build();
  }

  private static ByteBuffer header(SeekableByteChannel file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(BOX_HEADER);
    while (header.hasRemaining() && file.read(header) >= 0) {
      // reads the rest
    }
    return header.rewind();
  }

  /** Returns the size of a box; 0 if it ends with the file. */
  private static long size(ByteBuffer header) {
    long size = Integer.toUnsignedLong(header.getInt(0));
    return size == 1 ? header.getLong(MIN_BOX) : size;
  }

  /**
   * Returns the position of the first program table of a transport stream in a range of bytes; the
   * start of the range if there is none.
   */
  static long programTable(Path path, FilePart part) throws IOException {
    try (SeekableByteChannel file = Files.newByteChannel(path)) {
      InputStream bytes = Channels.newInputStream(file.position(part.from()));
      int found = Bytes.indexOf(bytes.readNBytes(BLOCK), PROGRAM_TABLE);
      return part.from() + Math.max(0, found);
    }
  }

  /** Returns the positions at which the first bytes of the file occur. */
  private static ImmutableList<Long> repetitions(Path path, int length) throws IOException {
    ImmutableList.Builder<Long> positions = ImmutableList.builder();
    try (InputStream file = Files.newInputStream(path)) {
      byte[] block = file.readNBytes(BLOCK);
      byte[] signature = Arrays.copyOf(block, length);
      long start = 0;
      while (block.length >= length) {
        for (int found : indices(block, signature)) {
          positions.add(start + found);
        }
        byte[] overlap = Arrays.copyOfRange(block, block.length - length + 1, block.length);
        start += block.length - overlap.length;
        block = Bytes.concat(overlap, file.readNBytes(BLOCK));
      }
    }
    return positions.build();
  }

  private static ImmutableList<Integer> indices(byte[] block, byte[] signature) {
    ImmutableList.Builder<Integer> indices = ImmutableList.builder();
    int from = 0;
    int found = Bytes.indexOf(block, signature);
    while (found >= 0) {
      indices.add(from + found);
      from += found + signature.length;
      found = Bytes.indexOf(Arrays.copyOfRange(block, from, block.length), signature);
    }
    return indices.build();
  }
}
