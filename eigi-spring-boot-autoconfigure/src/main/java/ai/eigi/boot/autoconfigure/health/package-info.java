/**
 * How the clients of an application are doing: health, an endpoint and information for
 * Spring Boot's Actuator, and a check on demand that needs no Actuator.
 */
@NullMarked
package ai.eigi.boot.autoconfigure.health;

import org.jspecify.annotations.NullMarked;
