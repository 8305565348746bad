package org.mmt4j.train.listener;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.nd4j.shade.protobuf.CodedOutputStream;

/**
 * Encodes the TensorBoard {@code Event} messages for scalars as bytes (TensorFlow's {@code
 * core/util/event.proto} and {@code core/framework/summary.proto}):
 *
 * <pre>{@code
 * message Event {
 *   double wall_time = 1;        // seconds since 1970
 *   int64 step = 2;
 *   oneof what {
 *     string file_version = 3;
 *     Summary summary = 5;
 *     SessionLog session_log = 7;
 *   }
 * }
 * message Summary { repeated Value value = 1; }
 * message Value { string tag = 1; float simple_value = 2; }
 * message SessionLog { SessionStatus status = 1; }
 * enum SessionStatus { START = 1; }
 * }</pre>
 *
 * <p>Fields are written one by one, because the published artifacts with these messages are either
 * from 2019 or depend on TensorFlow's native library.
 */
final class SummaryEvent {

  private static final String FILE_VERSION = "brain.Event:2";
  private static final int START = 1;

  private SummaryEvent() {}

  /** Returns the first event of every file. */
  static byte[] fileVersion(double wallTime) {
    return message(
        event -> {
          event.writeDouble(1, wallTime);
          event.writeString(3, FILE_VERSION);
        });
  }

  /**
   * Returns the start of a run at a step; it invalidates the events of earlier files from that step
   * on.
   */
  static byte[] start(double wallTime, long step) {
    return message(
        event -> {
          event.writeDouble(1, wallTime);
          event.writeInt64(2, step);
          event.writeByteArray(7, message(log -> log.writeEnum(1, START)));
        });
  }

  /** Returns the values of a step by tag, in single precision. */
  static byte[] scalars(double wallTime, long step, Map<String, Double> values) {
    return message(
        event -> {
          event.writeDouble(1, wallTime);
          event.writeInt64(2, step);
          event.writeByteArray(5, summary(values));
        });
  }

  private static byte[] summary(Map<String, Double> values) {
    return message(
        summary -> {
          for (Map.Entry<String, Double> value : values.entrySet()) {
            summary.writeByteArray(1, value(value.getKey(), value.getValue()));
          }
        });
  }

  private static byte[] value(String tag, double value) {
    return message(
        out -> {
          out.writeString(1, tag);
          out.writeFloat(2, (float) value);
        });
  }

  private interface Fields {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.writeTo(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot happen: the stream is in memory
    }
    return bytes.toByteArray();
  }
}
