package org.mmt4j;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionEncoderLoader;

/** Loads a {@link WordEncoder}. */
public final class WordEncoderLoader implements CaptionEncoderLoader {

  @Override
  public String kind() {
    return WordEncoder.KIND;
  }

  @Override
  public CaptionEncoder load(Path directory) throws IOException {
    return new WordEncoder(Files.readString(directory.resolve(WordEncoder.FILE)).length());
  }
}
