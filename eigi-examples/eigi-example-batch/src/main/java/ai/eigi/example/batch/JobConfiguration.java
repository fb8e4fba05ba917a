package ai.eigi.example.batch;

import java.util.Objects;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcCursorItemReaderBuilder;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemWriterBuilder;
import org.springframework.batch.infrastructure.item.file.transform.DelimitedLineTokenizer;
import org.springframework.batch.infrastructure.item.file.transform.FieldSet;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The job: read the file into the book, dial, wait for the ends, write the report. Each
 * step does only what the book does not have yet, so every start may begin at the
 * beginning, and it matters little where Spring Batch keeps its own notes: in memory,
 * here.
 */
@Configuration(proxyBeanMethods = false)
class JobConfiguration {

	private static final int CHUNK = 100;

	@Bean
	Job campaignJob(JobRepository repository, Step plan, Step dial, Step follow, Step report) {
		return new JobBuilder("campaign", repository).start(plan).next(dial).next(follow).next(report).build();
	}

	@Bean
	Step plan(JobRepository repository, PlatformTransactionManager transactions, Campaign campaign, CallBook book) {
		DelimitedLineTokenizer fields = new DelimitedLineTokenizer();
		return new StepBuilder("plan", repository).<Recipient, Recipient>chunk(CHUNK)
			.transactionManager(transactions)
			.reader(new FlatFileItemReaderBuilder<Recipient>().name("recipients")
				.resource(campaign.recipients())
				.linesToSkip(1)
				.lineMapper((line, number) -> recipient(fields.tokenize(line), number))
				.build())
			.processor(Recipient::valid)
			.writer((chunk) -> chunk.forEach(book::plan))
			.build();
	}

	private static Recipient recipient(FieldSet fields, int line) {
		return new Recipient(line, text(fields.readString(0)), text(fields.readString(1)));
	}

	private static String text(@Nullable String field) {
		return Objects.requireNonNullElse(field, "");
	}

	@Bean
	Step dial(JobRepository repository, Dialler dialler) {
		return new StepBuilder("dial", repository).tasklet(dialler).build();
	}

	@Bean
	Step follow(JobRepository repository, CallFollower follower) {
		return new StepBuilder("follow", repository).tasklet(follower).build();
	}

	@Bean
	Step report(JobRepository repository, PlatformTransactionManager transactions, Campaign campaign,
			DataSource dataSource) {
		return new StepBuilder("report", repository).<ReportLine, ReportLine>chunk(CHUNK)
			.transactionManager(transactions)
			.reader(new JdbcCursorItemReaderBuilder<ReportLine>().name("calls")
				.dataSource(dataSource)
				.sql("select number, state, outcome, seconds from campaign_call where campaign = ? order by number")
				.queryArguments(campaign.name())
				.rowMapper((row, index) -> new ReportLine(row.getString("number"), row.getString("state"),
						row.getString("outcome"), row.getString("seconds")))
				.build())
			.writer(new FlatFileItemWriterBuilder<ReportLine>().name("report")
				.resource(campaign.report())
				.headerCallback((writer) -> writer.write("number,state,outcome,seconds"))
				.lineAggregator(ReportLine::toText)
				.build())
			.build();
	}

}
