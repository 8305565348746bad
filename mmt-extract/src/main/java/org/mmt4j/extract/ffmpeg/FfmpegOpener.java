package org.mmt4j.extract.ffmpeg;

import java.nio.file.Path;
import java.util.Optional;
import org.mmt4j.extract.Video;
import org.mmt4j.extract.VideoFileException;
import org.mmt4j.extract.VideoOpener;

/** Opens videos with FFmpeg. */
public final class FfmpegOpener implements VideoOpener {

  /** For {@link java.util.ServiceLoader}. */
  public FfmpegOpener() {}

  @Override
  public Optional<String> unavailableReason() {
    return FfmpegVideo.unavailableReason();
  }

  @Override
  public Video open(String id, Path file) throws VideoFileException {
    return FfmpegVideo.open(id, file);
  }
}
