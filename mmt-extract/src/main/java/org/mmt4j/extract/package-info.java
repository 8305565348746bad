/** From video files to features: what experts see of a video, and what makes features of it. */
@NullMarked
package org.mmt4j.extract;

import org.jspecify.annotations.NullMarked;
