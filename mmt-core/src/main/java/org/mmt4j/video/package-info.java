/** Video encoders and the conversion of video features to their input. */
@NullMarked
package org.mmt4j.video;

import org.jspecify.annotations.NullMarked;
