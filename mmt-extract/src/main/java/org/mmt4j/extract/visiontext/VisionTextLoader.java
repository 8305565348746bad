package org.mmt4j.extract.visiontext;

import java.io.IOException;
import java.nio.file.Path;
import org.mmt4j.caption.CaptionEncoder;
import org.mmt4j.caption.CaptionEncoderLoader;

/** Loads {@link VisionTextCaptions} from a model directory. */
public final class VisionTextLoader implements CaptionEncoderLoader {

  /** For {@link java.util.ServiceLoader}. */
  public VisionTextLoader() {}

  @Override
  public String kind() {
    return VisionTextCaptions.KIND;
  }

  @Override
  public CaptionEncoder load(Path directory) throws IOException {
    return VisionTextCaptions.read(directory);
  }
}
