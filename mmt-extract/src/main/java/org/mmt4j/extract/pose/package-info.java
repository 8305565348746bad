/** Expert {@code pose}: where a person's joints are, and how they move. */
@NullMarked
package org.mmt4j.extract.pose;

import org.jspecify.annotations.NullMarked;
