/** From the features of a video to what its encoder reads, and the encoders. */
@NullMarked
package org.mmt4j.video;

import org.jspecify.annotations.NullMarked;
