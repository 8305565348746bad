package org.mmt4j.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.mmt4j.graph.ClosedException;

/**
 * A tokenizer of the native library. It must not be used after it is freed: {@link #encode} holds
 * the read lock, {@link #close} the write lock.
 *
 * <p>Calls the native methods directly: each new {@code HuggingFaceTokenizer} of DJL reports
 * telemetry.
 */
final class NativeTokenizer implements AutoCloseable {

  /** Word pieces without {@code [CLS]} and {@code [SEP]}: as many ids as tokens. */
  record Pieces(List<Integer> ids, List<String> tokens) {
    int count() {
      return tokens.size();
    }
  }

  private static final long CLOSED = 0;

  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final TokenizersLibrary library;
  private long handle;

  NativeTokenizer(String json) {
    library = TokenizerLibrary.load();
    handle = library.createTokenizerFromString(json);
  }

  Pieces encode(String text) {
    lock.readLock().lock();
    try {
      if (handle == CLOSED) {
        throw new ClosedException("tokenizer");
      }
      long encoding = library.encode(handle, withoutLoneSurrogates(text), false);
      try {
        return new Pieces(
            Arrays.stream(library.getTokenIds(encoding)).mapToObj(Math::toIntExact).toList(),
            List.of(library.getTokens(encoding)));
      } finally {
        library.deleteEncoding(encoding);
      }
    } finally {
      lock.readLock().unlock();
    }
  }

  /**
   * Removes lone surrogates. They have no UTF-8 encoding, and the native library would lose every
   * character beyond U+FFFF.
   */
  private static String withoutLoneSurrogates(String text) {
    return text.replaceAll("\\p{Cs}", "");
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (handle != CLOSED) {
        library.deleteTokenizer(handle);
        handle = CLOSED;
      }
    } finally {
      lock.writeLock().unlock();
    }
  }
}
