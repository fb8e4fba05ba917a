package ai.eigi.client.transport;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What becomes of an answer that comes in the moment in which nobody waits any more.
 */
class ErrorAnswerReaderTests {

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	@Test
	void bodyThatIsWholeWhenTheTimeIsUpIsReleased() {
		ByteBuf body = PooledByteBufAllocator.DEFAULT.buffer();
		body.writeCharSequence("{\"detail\":\"late\"}", StandardCharsets.UTF_8);
		Sinks.Many<DataBuffer> arriving = Sinks.many().unicast().onBackpressureBuffer();
		ClientResponse response = ClientResponse.create(HttpStatus.BAD_REQUEST).body(arriving.asFlux()).build();
		ErrorAnswerReader reader = new ErrorAnswerReader(this.time, Clock.systemUTC());
		StepVerifier.create(reader.read(response, List.of())).then(() -> {
			arriving.tryEmitNext(new LateFactory().wrap(body)).orThrow();
			arriving.tryEmitComplete().orThrow();
		})
			.assertNext((answer) -> assertThat(answer.answer().detail()).isNull())
			.expectComplete()
			.verify(Duration.ofSeconds(10));
		assertThat(body.refCnt()).isZero();
	}

	/**
	 * The time is up while the body is put together.
	 */
	private final class LateFactory extends NettyDataBufferFactory {

		LateFactory() {
			super(PooledByteBufAllocator.DEFAULT);
		}

		@Override
		public DataBuffer join(List<? extends DataBuffer> buffers) {
			ErrorAnswerReaderTests.this.time.advanceTimeBy(Duration.ofSeconds(5));
			return super.join(buffers);
		}

	}

}
