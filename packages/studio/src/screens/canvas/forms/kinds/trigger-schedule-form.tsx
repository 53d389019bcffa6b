import { useText } from '../../../../text/text-context.tsx';
import { Checkbox } from '../../../../ui/switch.tsx';
import { FormSection } from '../fields/form-section.tsx';
import styles from '../fields/fields.module.css';
import {
  ChoiceSetting,
  NumberSetting,
  SelectSetting,
  TextSetting,
} from '../fields/simple-settings.tsx';
import { listIn, recordIn, textIn, textsIn } from '../model/config-access.ts';
import { useNodeForm } from '../node-form-context.tsx';

const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

export function TriggerScheduleForm() {
  const text = useText();
  const { config } = useNodeForm();
  const isCron = config['mode'] === 'cron';
  const frequency = textIn(config['frequency']) || 'daily';
  return (
    <FormSection title={text('forms.schedule.when')}>
      <ChoiceSetting
        path={['mode']}
        label={text('forms.schedule.mode')}
        fallback="visual"
        options={[
          { value: 'visual', label: text('forms.schedule.visual') },
          { value: 'cron', label: 'Cron' },
        ]}
      />
      {isCron ? (
        <TextSetting
          path={['cron_expression']}
          label={text('forms.schedule.cron')}
          hint={text('forms.schedule.cronHint')}
          placeholder="0 9 * * 1-5"
          required
        />
      ) : (
        <>
          <SelectSetting
            path={['frequency']}
            label={text('forms.schedule.frequency')}
            fallback="daily"
            options={(['hourly', 'daily', 'weekly', 'monthly'] as const).map((value) => ({
              value,
              label: text(`forms.schedule.${value}`),
            }))}
          />
          {frequency === 'hourly' ? (
            <NumberSetting
              path={['visual_config', 'on_minute']}
              label={text('forms.schedule.minute')}
              min={0}
              max={59}
            />
          ) : (
            <TextSetting
              path={['visual_config', 'time']}
              label={text('forms.schedule.time')}
              placeholder="9:00 AM"
            />
          )}
          {frequency === 'weekly' && <Weekdays />}
          {frequency === 'monthly' && <MonthDays />}
        </>
      )}
      <TextSetting path={['timezone']} label={text('forms.schedule.timezone')} placeholder="UTC" />
    </FormSection>
  );
}

function Weekdays() {
  const text = useText();
  const { config, set } = useNodeForm();
  const label = text('forms.schedule.weekdays');
  const chosen = textsIn(recordIn(config['visual_config'])['weekdays']);
  return (
    <div className={styles['choices']} role="group" aria-label={label}>
      {weekdays.map((day) => (
        <Checkbox
          key={day}
          label={text(`forms.weekday.${day}`)}
          checked={chosen.includes(day)}
          onChange={(on) =>
            set(
              label,
              ['visual_config', 'weekdays'],
              weekdays.filter((one) => (one === day ? on : chosen.includes(one))),
            )
          }
        />
      ))}
    </div>
  );
}

function MonthDays() {
  const text = useText();
  const { config, set } = useNodeForm();
  const label = text('forms.schedule.monthDays');
  const chosen = listIn(recordIn(config['visual_config'])['monthly_days']);
  const days: readonly (number | 'last')[] = [
    ...Array.from({ length: 31 }, (_, index) => index + 1),
    'last',
  ];
  return (
    <div className={styles['choices']} role="group" aria-label={label}>
      {days.map((day) => (
        <Checkbox
          key={day}
          label={day === 'last' ? text('forms.schedule.lastDay') : String(day)}
          checked={chosen.includes(day)}
          onChange={(on) =>
            set(
              label,
              ['visual_config', 'monthly_days'],
              days.filter((one) => (one === day ? on : chosen.includes(one))),
            )
          }
        />
      ))}
    </div>
  );
}
