/* SPDX-License-Identifier: Apache-2.0 */
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Makes lag in a Kafka: PRODUCED more records, and the group's offset committed, in steps, up to LAG behind their end. */
public class Lag {

    private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

    public static void main(String[] arguments) throws Exception {
        String servers = arguments[0];
        int produced = Integer.parseInt(arguments[1]);
        long lag = Long.parseLong(arguments[2]);
        int steps = Integer.parseInt(arguments[3]);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
            admin.createTopics(List.of(new NewTopic("orders", 1, (short) 1))).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers, "acks", "all"), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < produced; i++) {
                producer.send(new ProducerRecord<>("orders", 0, null, "order " + i)).get();
            }
        }
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers, "group.id", "orders-app", "enable.auto.commit", "false"),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            long end = consumer.endOffsets(List.of(PARTITION)).get(PARTITION) - lag;
            for (int step = steps; step > 0; step--) {
                consumer.commitSync(Map.of(PARTITION, new OffsetAndMetadata(Math.max(0, end - step + 1))));
                if (step > 1) {
                    Thread.sleep(Duration.ofMillis(100).toMillis());
                }
            }
        }
    }
}
