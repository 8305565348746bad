package org.mmt4j.train.listener;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.common.collect.Sets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.UnknownFieldSet;

/** Reads event files byte by byte and checks every checksum. */
final class EventReader {

  /** An event; missing fields are empty or 0. */
  record Event(
      double wallTime, long step, String version, long status, Map<String, Float> scalars) {}

  private EventReader() {}

  static List<Event> read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      events.add(event(UnknownFieldSet.parseFrom(record(bytes))));
    }
    return events;
  }

  private static byte[] record(ByteBuffer bytes) {
    byte[] length = new byte[8];
    bytes.get(length);
    assertEquals(masked(checksum(length)), bytes.getInt(), "checksum of the length");
    byte[] data = new byte[ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt()];
    bytes.get(data);
    assertEquals(masked(checksum(data)), bytes.getInt(), "checksum of the data");
    return data;
  }

  private static int masked(int checksum) {
    return ((checksum >>> 15) | (checksum << 17)) + 0xa282ead8;
  }

  /** Returns the CRC-32C, computed bit by bit: polynomial 0x1EDC6F41, reflected. */
  static int checksum(byte[] bytes) {
    int rest = -1;
    for (byte b : bytes) {
      rest ^= b & 0xff;
      for (int bit = 0; bit < 8; bit++) {
        rest = (rest & 1) == 0 ? rest >>> 1 : (rest >>> 1) ^ 0x82F63B78;
      }
    }
    return ~rest;
  }

  private static Event event(UnknownFieldSet message) throws IOException {
    requireFields(Set.of(1, 2, 3, 5, 7), message);
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (ByteString summary : message.getField(5).getLengthDelimitedList()) {
      scalars.putAll(scalars(UnknownFieldSet.parseFrom(summary)));
    }
    long status = 0;
    for (ByteString log : message.getField(7).getLengthDelimitedList()) {
      status = UnknownFieldSet.parseFrom(log).getField(1).getVarintList().get(0);
    }
    return new Event(
        Double.longBitsToDouble(message.getField(1).getFixed64List().get(0)),
        message.getField(2).getVarintList().stream().findFirst().orElse(0L),
        message.getField(3).getLengthDelimitedList().stream()
            .map(ByteString::toStringUtf8)
            .findFirst()
            .orElse(""),
        status,
        scalars);
  }

  private static Map<String, Float> scalars(UnknownFieldSet summary) throws IOException {
    requireFields(Set.of(1), summary);
    Map<String, Float> scalars = new LinkedHashMap<>();
    for (ByteString bytes : summary.getField(1).getLengthDelimitedList()) {
      UnknownFieldSet value = UnknownFieldSet.parseFrom(bytes);
      requireFields(Set.of(1, 2), value);
      scalars.put(
          value.getField(1).getLengthDelimitedList().get(0).toStringUtf8(),
          Float.intBitsToFloat(value.getField(2).getFixed32List().get(0)));
    }
    return scalars;
  }

  private static void requireFields(Set<Integer> known, UnknownFieldSet message) {
    Set<Integer> found = message.asMap().keySet();
    assertEquals(Set.of(), Sets.difference(found, known));
  }
}
