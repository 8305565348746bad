package org.mmt4j.extract;

import java.util.List;

/** Counts what is read of a video. */
final class CountedVideo extends ForwardingVideo {

  int pictureReaders;
  int pictures;
  int soundReaders;

  CountedVideo(Video video) {
    super(video);
  }

  @Override
  public PictureReader pictures() throws VideoFileException {
    pictureReaders++;
    return new Pictures(super.pictures()) {
      @Override
      public boolean next() throws VideoFileException {
        boolean found = super.next();
        pictures += found ? 1 : 0;
        return found;
      }
    };
  }

  @Override
  public SoundReader sound(List<Integer> rates) throws VideoFileException {
    soundReaders++;
    return super.sound(rates);
  }
}
